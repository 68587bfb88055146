import { describe, expect, test } from "vitest";
import { fourNodes } from "./fisco/testing/chain.js";
import { readTransition, type Transition, valuesNow } from "./founding.js";
import { kinds } from "./networks.js";
import { planNetwork } from "./plan.js";
import { planWithoutFabric } from "./testing/bridged.js";
import { manualStack, settingsOf, thirteenServers } from "./testing/stack.js";

interface Values {
  readonly ordering: string;
  readonly brokers: Readonly<Record<string, string>>;
  readonly consenters?: Readonly<Record<string, string>>;
}

const firstDay: Values = { ordering: "kafka", brokers: { kafka1: "on k1" } };

const toRaft: Transition<Values> = {
  version: 1,
  kind: "kafka-to-raft",
  at: "2027-03-01T09:00:00Z",
  from: { ordering: "kafka", brokers: { kafka1: "on k1" } },
  to: { ordering: "raft", brokers: {}, consenters: { orderer0: "on o1" } },
};

const toBft: Transition<Values> = {
  version: 1,
  kind: "raft-to-bft",
  at: "2028-03-01T09:00:00Z",
  from: { ordering: "raft" },
  to: { ordering: "bft" },
};

describe("the founding values that hold now", () => {
  test.each<{ after: string; transitions: Transition<Values>[]; hold: Values }>([
    { after: "the first day", transitions: [], hold: firstDay },
    {
      after: "one transition",
      transitions: [toRaft],
      hold: { ordering: "raft", brokers: {}, consenters: { orderer0: "on o1" } },
    },
    {
      after: "two, which follow each other",
      transitions: [toRaft, toBft],
      hold: { ordering: "bft", brokers: {}, consenters: { orderer0: "on o1" } },
    },
  ])("after $after", ({ transitions, hold }) => {
    expect(valuesNow({ firstDay, transitions })).toEqual(hold);
  });

  test.each<{ what: string; transitions: Transition<Values>[] }>([
    { what: "a transition without the one before it", transitions: [toBft] },
    { what: "the same transition twice", transitions: [toRaft, toRaft] },
  ])("$what is an error", ({ transitions }) => {
    expect(() => valuesNow({ firstDay, transitions })).toThrow(
      /^transition \S+ of \S+ does not follow what the state holds before it: it began from another ordering$/,
    );
  });
});

describe("a transition as its step printed it", () => {
  test("is read", () => {
    expect(readTransition(JSON.stringify(toRaft))).toEqual(toRaft);
  });

  test("is refused in a form of a later release", () => {
    expect(() => readTransition(JSON.stringify({ ...toRaft, version: 2 }))).toThrow(
      "the state holds transition kafka-to-raft in form 2, and this release reads form 1: use the release that made it, or a later one",
    );
  });
});

describe("the founding values of every kind that has some", () => {
  const servers = { ...thirteenServers(), ...serversLike("u1", "u2", "b1", "b2") };
  const both = planNetwork(settingsOf({ ...manualStack(), servers, fisco: fourNodes }), { stack: "prod" });
  const founded = kinds.flatMap(({ key, founding }) => (founding ? [{ key, founding }] : []));

  test("are Fabric's and FISCO BCOS's", () => {
    expect(founded.map(({ key }) => key)).toEqual(["fabric", "fisco"]);
  });

  test.each(founded)("$key: none without such a network", ({ founding }) => {
    expect(founding.of(planWithoutFabric())).toBeUndefined();
  });

  test.each(founded)("$key: what a state gives back is what was recorded", ({ founding }) => {
    const values = founding.of(both);
    expect(values).toBeDefined();
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });
});

function serversLike(...names: readonly string[]) {
  const { zk1 } = thirteenServers();
  if (!zk1) throw new Error("the manual has a server zk1");
  return Object.fromEntries(names.map((name, index) => [name, { ...zk1, address: `10.0.1.${index + 1}` }]));
}
