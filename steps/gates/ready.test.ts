import { describe, expect, test } from "vitest";
import { kafkaRules } from "../../topology/fabric/quorums/kafka.js";
import type { Health } from "../../topology/quorum/rules.js";
import { changingMembers, refuseEmptied, refuseHibernated } from "./ready.js";
import type { Kept, Stamp } from "./stamp.js";
import { quorum } from "./testing.js";

const stampFor = (...names: string[]): Stamp => ({
  network: "3f9a",
  since: "2026-01-02T03:04:05.000Z",
  members: Object.fromEntries(
    names.map((name) => [name, { server: name.replace("kafka", "k"), volumes: [] }]),
  ),
});

/** What the three servers keep: the stamp, and the state of each one's data volume. */
function kept(stamp: Stamp, volumes: Record<string, "absent" | "empty" | "data">, accepted: string[] = []) {
  const servers = Object.entries(volumes).map(([id, state]): [string, Kept] => [
    `k${id}`,
    { stamp, volumes: { [`prod-kafka${id}-data`]: state }, accepted },
  ]);
  return { kept: new Map(servers), away: new Map() };
}

const refill = "it copies its partitions.";

const all = stampFor("kafka1", "kafka2", "kafka3");

describe("data that is gone from a formed quorum", () => {
  test("is no concern while all volumes hold data", () => {
    expect(() => refuseEmptied(quorum, kept(all, { 1: "data", 2: "data", 3: "data" }), refill)).not.toThrow();
  });

  test.each(["empty", "absent"] as const)("is refused when a volume is %s, with the procedure", (state) => {
    const refuse = () => refuseEmptied(quorum, kept(all, { 1: "data", 2: state, 3: "data" }), refill);
    expect(refuse).toThrow("kafka2 on k2: no data in prod-kafka2-data");
    expect(refuse).toThrow("on k2: sudo touch /var/lib/consortium/prod/formed/kafka.accept-empty-kafka2");
    expect(refuse).not.toThrow("kafka1");
  });

  test("passes for the member the operator has accepted, and for no other", () => {
    expect(() =>
      refuseEmptied(quorum, kept(all, { 1: "data", 2: "empty", 3: "data" }, ["kafka2"]), refill),
    ).not.toThrow();
    expect(() =>
      refuseEmptied(quorum, kept(all, { 1: "empty", 2: "empty", 3: "data" }, ["kafka2"]), refill),
    ).toThrow("kafka1 on k1");
  });

  test("is not looked for in a member that joined after the quorum was formed", () => {
    const stamp = stampFor("kafka1", "kafka2");
    expect(() =>
      refuseEmptied(quorum, kept(stamp, { 1: "data", 2: "data", 3: "empty" }), refill),
    ).not.toThrow();
  });

  test("is noticed on a reinstalled server, by the stamps of the others", () => {
    const found = kept(all, { 1: "data", 2: "data" });
    found.kept.set("k3", { volumes: { "prod-kafka3-data": "empty" }, accepted: [] });
    expect(() => refuseEmptied(quorum, found, refill)).toThrow("kafka3 on k3");
  });
});

test("members of a hibernated network are not replaced, and the message says what to do", () => {
  const awake = kept(all, { 1: "data", 2: "data", 3: "data" });
  expect(() => refuseHibernated(quorum, awake)).not.toThrow();
  const asleep = kept(all, { 1: "data", 2: "data", 3: "data" });
  asleep.kept.set("k2", { volumes: {}, accepted: [], hibernated: true });
  expect(() => refuseHibernated(quorum, asleep)).toThrow(
    "kafka: the network is hibernated (/var/lib/consortium/prod/hibernation.json on k2); nothing was changed.\nNext: ./consortium wake   then run pulumi up again.",
  );
});

test("members change whose container is absent or carries another specification", () => {
  const health: Health = {
    rules: kafkaRules,
    members: {
      kafka1: { container: { status: "running", restarts: 0, spec: "spec1" } },
      kafka2: { container: { status: "running", restarts: 0, spec: "older" } },
      kafka3: { container: { status: "absent", restarts: 0 } },
    },
  };
  expect(changingMembers(quorum, health)).toEqual(["kafka2", "kafka3"]);
});
