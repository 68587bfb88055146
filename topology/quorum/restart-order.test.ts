import { describe, expect, test } from "vitest";
import { restartOrder } from "./restart-order.js";
import type { Health } from "./rules.js";
import { brokers, ensemble, ledgers, quorumOf } from "./testing.js";

function order(size: number, health: Health, chosen: string): string {
  return restartOrder(quorumOf(size), health, [...chosen])
    .map(({ member }) => member)
    .join("");
}

describe("members that are not ready go first, the leader last, the others in the planned order", () => {
  test.each<{ title: string; size: number; health: Health; chosen: string; order: string }>([
    { title: "LFF", size: 3, health: ensemble("LFF"), chosen: "123", order: "231" },
    { title: "FFL", size: 3, health: ensemble("FFL"), chosen: "123", order: "123" },
    { title: "LFs", size: 3, health: ensemble("LFs"), chosen: "123", order: "321" },
    { title: "LxFsF", size: 5, health: ensemble("LxFsF"), chosen: "12345", order: "24351" },
    { title: "LFF, 3 and 1 chosen", size: 3, health: ensemble("LFF"), chosen: "31", order: "31" },
    { title: "S", size: 1, health: ensemble("S"), chosen: "1", order: "1" },
    { title: "none up", size: 3, health: ensemble("xxx"), chosen: "123", order: "123" },
    { title: "controller 1", size: 4, health: brokers(4, "1234"), chosen: "1234", order: "2341" },
    { title: "controller 2, 1 down", size: 4, health: brokers(4, "234"), chosen: "1234", order: "1342" },
    { title: "orderers", size: 3, health: ledgers("orderer", {}, {}, {}), chosen: "123", order: "123" },
    {
      title: "an orderer that starts",
      size: 3,
      health: ledgers("orderer", {}, {}, "starting"),
      chosen: "123",
      order: "312",
    },
    {
      title: "a peer that is down",
      size: 2,
      health: ledgers("peer", {}, undefined),
      chosen: "12",
      order: "21",
    },
  ])("$title: $order", ({ size, health, chosen, order: expected }) => {
    expect(order(size, health, chosen)).toBe(expected);
  });
});

test("every member's place has a reason", () => {
  expect(restartOrder(quorumOf(4), brokers(4, "234"), ["1", "2", "3"])).toEqual([
    { member: "1", reason: "not ready, so first: its container is absent" },
    { member: "3", reason: "serves, in planned order" },
    { member: "2", reason: "controller, so last" },
  ]);
});
