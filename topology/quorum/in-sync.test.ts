import { describe, expect, test } from "vitest";
import type { KafkaAnswer } from "../fabric/quorums/kafka.js";
import { heightsOfOthers } from "./heights.js";
import { cannotGoOn, notFormed, notInSync, plannedAfter } from "./in-sync.js";
import type { Health, Unmet } from "./rules.js";
import { brokers, ensemble, gossiping, ledgers, quorumOf, sealers } from "./testing.js";

/** The verdict after a member of three in the planned order. */
function goOn(member: string, now: string): readonly Unmet[] {
  const quorum = quorumOf(3);
  return cannotGoOn(quorum, member, ensemble(now), { target: {}, after: plannedAfter(quorum, member) });
}

/** `yes`, or the first condition that is not met, with its member. */
function say(unmet: readonly Unmet[]): string {
  const [first] = unmet;
  return first ? `${first.member}: ${first.condition}` : "yes";
}

describe("a ZooKeeper server is in sync under exactly one leader that it follows, or is", () => {
  test.each([
    { now: "LFF", says: "yes" },
    { now: "FLF", says: "yes" },
    { now: "FLx", says: "yes" },
    { now: "FFs", says: "1: 0 leaders (1 follower, 2 follower)" },
    { now: "LLF", says: "1: 2 leaders (1 leader, 2 leader, 3 follower)" },
    { now: "sLF", says: "1: runs and does not serve yet (connection refused)" },
    { now: "xLF", says: "1: its container is absent" },
    { now: "SLF", says: "1: is standalone, not a follower (1 standalone, 2 leader, 3 follower)" },
    { now: "S", says: "yes" },
  ])("member 1 of $now: $says", ({ now, says }) => {
    expect(say(notInSync(quorumOf(now.length), "1", ensemble(now), {}))).toBe(says);
  });

  test("a leader that does not count it among its synced followers holds it back", () => {
    expect(say(notInSync(quorumOf(3), "1", ensemble("FLF", 1), {}))).toBe("2: leads 1 synced followers of 2");
    expect(say(notInSync(quorumOf(3), "1", ensemble("FLF", 2), {}))).toBe("yes");
  });
});

describe("a sealer is in sync with the others' height, connected to them, and while consensus moves", () => {
  test.each([
    { now: "mmmm", target: 5, says: "yes" },
    { now: "mmmm", target: 6, says: "1: group 1: height 5 of 6" },
    { now: "ammm", target: 5, says: "1: is connected to 0 of 3 other sealers that are up" },
    { now: "immm", target: 5, says: "1: takes no part in consensus: height and view stand still" },
    { now: "smmm", target: 5, says: "1: runs and does not serve yet (connection refused)" },
    { now: "xmmm", target: 5, says: "1: its container is absent" },
    { now: "mmmx", target: 5, says: "yes" },
    { now: "iixx", target: 5, says: "yes" },
  ])("sealer 1 of $now, at height $target: $says", ({ now, target, says }) => {
    expect(say(notInSync(quorumOf(now.length), "1", sealers(now), { "group 1": target }))).toBe(says);
  });

  test.each([
    { now: "mmmm", says: "yes" },
    { now: "mmma", says: "1: is connected to 2 of 3 other sealers that are up" },
    { now: "iiii", says: "1: takes no part in consensus: height and view stand still" },
    { now: "mmmx", says: "4: its container is absent" },
  ])("$now formed: $says", ({ now, says }) => {
    expect(say(notFormed(quorumOf(now.length), sealers(now)))).toBe(says);
  });
});

describe("a broker is in sync when it is registered and every copy on brokers that are up is in sync", () => {
  test.each([
    { up: "1234", copies: ["ch: 123/123"], says: "yes" },
    { up: "1234", copies: [], says: "yes" },
    { up: "234", copies: [], says: "1: its container is absent" },
    {
      up: "1234",
      copies: ["ch: 123/23"],
      says: "1: is not in sync for ch-0 (in sync: 2, 3, copies: 1, 2, 3)",
    },
    {
      up: "1234",
      copies: ["ch: 124/124", "sys: 234/24"],
      says: "3: is not in sync for sys-0 (in sync: 2, 4, copies: 2, 3, 4)",
    },
    { up: "123", copies: ["ch: 124/12"], says: "yes" },
  ])("broker 1 with $up up, $copies: $says", ({ up, copies, says }) => {
    expect(say(notInSync(quorumOf(4, 2), "1", brokers(4, up, ...copies), {}))).toBe(says);
  });

  test("a broker that another one does not see yet is not in sync", () => {
    const all = brokers(2, "12");
    const without = brokers(2, "2");
    const second = without.members["2"];
    if (!second) throw new Error("no second broker");
    const health: Health = { ...all, members: { ...all.members, 2: second } };
    expect(say(notInSync(quorumOf(2), "1", health, {}))).toBe(
      "1: broker 1 is not registered in the view of 2",
    );
  });
});

describe("orderers and peers are in sync at the heights the others had", () => {
  test.each([
    { kind: "orderer" as const, own: { sys: 3, ch: 9 }, says: "yes" },
    { kind: "orderer" as const, own: { sys: 3, ch: 10 }, says: "yes" },
    { kind: "orderer" as const, own: { sys: 3, ch: 8 }, says: "1: channel ch: height 8 of 9" },
    { kind: "orderer" as const, own: { sys: 3 }, says: "1: channel ch: height 0 of 9" },
    {
      kind: "orderer" as const,
      own: "starting" as const,
      says: "1: runs and has not posted to Kafka yet for ch",
    },
    { kind: "orderer" as const, own: undefined, says: "1: its container is absent" },
    { kind: "peer" as const, own: { ch: 8 }, says: "1: channel ch: height 8 of 9" },
    { kind: "peer" as const, own: { ch: 9 }, says: "yes" },
    { kind: "peer" as const, own: {}, says: "yes" },
  ])("$kind at $own when others had sys 3, ch 9: $says", ({ kind, own, says }) => {
    expect(say(notInSync(quorumOf(2), "1", ledgers(kind, own, {}), { sys: 3, ch: 9 }))).toBe(says);
  });

  test("the target is the highest of the others, not one's own", () => {
    const health = ledgers("orderer", { ch: 99 }, { ch: 7, sys: 2 }, { ch: 9 });
    expect(heightsOfOthers(health, "1")).toEqual({ ch: 9, sys: 2 });
  });
});

describe("a peer is in sync when its gossip knows as many peers as another member's does", () => {
  test.each<{ known: (number | undefined)[]; says: string }>([
    { known: [2, 2], says: "yes" },
    { known: [3, 2], says: "yes" },
    { known: [1, 2], says: "1: channel ch: gossip knows 1 of 2 other peers" },
    { known: [undefined, 2], says: "1: channel ch: gossip knows 0 of 2 other peers" },
    { known: [0, undefined], says: "yes" },
    { known: [0], says: "yes" },
  ])("$known: $says", ({ known, says }) => {
    expect(say(notInSync(quorumOf(known.length), "1", gossiping(...known), {}))).toBe(says);
  });
});

test("a copy that catches up shows how far it is, so that a gate sees progress", () => {
  const seen = brokers(3, "123", "ch: 123/12");
  const third = seen.members["3"];
  if (!third?.view) throw new Error("no third broker");
  const health: Health<KafkaAnswer> = {
    ...seen,
    members: { ...seen.members, 3: { ...third, view: { ...third.view, copied: { "ch-0": 4096 } } } },
  };
  expect(say(notInSync(quorumOf(3, 2), "3", health, {}))).toBe(
    "3: is not in sync for ch-0 (in sync: 1, 2, copies: 1, 2, 3), 4096 bytes copied",
  );
});

describe("a roll stops when a member after the one that came back could not be spared", () => {
  test.each([
    { now: "LFF", member: "1", says: "yes" },
    {
      now: "LFx",
      member: "1",
      says: "1: is back, but 2 cannot be spared now: 1 of 3 would be left, a majority is 2; bring back first: 3",
    },
    { now: "LFx", member: "2", says: "yes" },
    { now: "xLF", member: "3", says: "yes" },
  ])("$now after $member: $says", ({ now, member, says }) => {
    expect(say(goOn(member, now))).toBe(says);
  });
});

describe("a chain that can miss no sealer has nothing to wait for between two of them but that each runs", () => {
  test.each([
    { now: "am", member: "1", says: "yes" },
    { now: "sm", member: "1", says: "1: runs and does not serve yet (connection refused)" },
    { now: "aa", member: "2", says: "2: is connected to 0 of 1 other sealers that are up" },
    { now: "ammm", member: "1", says: "1: is connected to 0 of 3 other sealers that are up" },
  ])("$now after $member: $says", ({ now, member, says }) => {
    const quorum = quorumOf(now.length);
    const order = { target: {}, after: plannedAfter(quorum, member) };
    expect(say(cannotGoOn(quorum, member, sealers(now), order))).toBe(says);
  });
});

describe("a roll does not wait where the next container is absent: making it takes nothing away", () => {
  test.each([
    { now: "sxx", member: "1", says: "yes" },
    { now: "LFx", member: "2", says: "yes" },
    { now: "sLF", member: "1", says: "1: runs and does not serve yet (connection refused)" },
  ])("$now after $member: $says", ({ now, member, says }) => {
    expect(say(goOn(member, now))).toBe(says);
  });
});

describe("a quorum is formed when every member is up and in sync", () => {
  test.each<{ size: number; health: Health; says: string }>([
    { size: 3, health: ensemble("LFF", 2), says: "yes" },
    { size: 3, health: ensemble("LFF", 1), says: "1: leads 1 synced followers of 2" },
    { size: 3, health: ensemble("LFx"), says: "3: its container is absent" },
    {
      size: 3,
      health: ensemble("LFS"),
      says: "3: is standalone, not a follower (1 leader, 2 follower, 3 standalone)",
    },
    { size: 1, health: ensemble("S"), says: "yes" },
    { size: 3, health: brokers(3, "123", "ch: 123/123"), says: "yes" },
    { size: 3, health: brokers(3, "12"), says: "3: its container is absent" },
    {
      size: 3,
      health: brokers(3, "123", "ch: 123/13"),
      says: "2: is not in sync for ch-0 (in sync: 1, 3, copies: 1, 2, 3)",
    },
    { size: 2, health: ledgers("peer", {}, {}), says: "yes" },
    { size: 2, health: ledgers("orderer", { ch: 1 }, undefined), says: "2: its container is absent" },
  ])("$size members: $says", ({ size, health, says }) => {
    expect(say(notFormed(quorumOf(size), health))).toBe(says);
  });
});
