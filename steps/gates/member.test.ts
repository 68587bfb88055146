import { expect, test } from "vitest";
import { planNetwork } from "../../topology/plan.js";
import { manualStack, settingsOf } from "../../topology/test-stack.js";
import { watchedQuorum } from "./member.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });

function watched(name: string) {
  const quorum = plan.quorums.find((one) => one.name === name);
  if (!quorum) throw new Error(`no quorum ${name}`);
  return watchedQuorum(plan, quorum);
}

test("brokers are asked at their client port by id, with the copies that must stay in sync", () => {
  const { kind, minInSync, members } = watched("kafka");
  expect([kind, minInSync]).toEqual(["kafka", 2]);
  expect(members.map(({ name, id, port, server }) => [name, id, port, server.name])).toEqual([
    ["kafka1", 1, 9092, "k1"],
    ["kafka2", 2, 9092, "k2"],
    ["kafka3", 3, 9092, "k3"],
    ["kafka4", 4, 9092, "k4"],
  ]);
});

test("orderers are asked at their operations endpoint too, which listens on loopback", () => {
  expect(watched("orderers").members[0]).toMatchObject({
    name: "orderer0.example.com",
    port: 7050,
    operations: { host: "127.0.0.1", port: 8443 },
    volumes: ["dev-orderer0.example.com-ledger"],
  });
  expect(watched("orderers").minInSync).toBeUndefined();
});
