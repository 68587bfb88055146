import { describe, expect, test } from "vitest";
import { lossOfStopping, mayRestart } from "./may-restart.js";
import type { Health } from "./rules.js";
import { brokers, ensemble, ledgers, quorumOf, saying, sealers } from "./testing.js";

/** `ok`, `ok, interrupted`, or the refusal; the members go in the order in which they are written. */
function verdict(size: number, health: Health, changing: string, minInSync?: number): string {
  const permission = mayRestart(quorumOf(size, minInSync), health, [...changing]);
  if (!permission.ok) return permission.refused;
  return permission.warnings.length > 0 ? "ok, interrupted" : "ok";
}

describe("ZooKeeper keeps a majority while one member is away", () => {
  test.each([
    { now: "LFF", changing: "123", says: "ok" },
    { now: "LFF", changing: "", says: "ok" },
    { now: "LFx", changing: "3", says: "ok" },
    { now: "xFL", changing: "123", says: "ok" },
    { now: "LFx", changing: "1", says: "1 cannot be spared now: 1 of 3 would be left, a majority is 2" },
    { now: "LFx", changing: "123", says: "1 cannot be spared now: 1 of 3 would be left, a majority is 2" },
    { now: "LFs", changing: "2", says: "2 cannot be spared now: 1 of 3 would be left, a majority is 2" },
    { now: "xxx", changing: "123", says: "ok" },
    { now: "ssF", changing: "12", says: "ok" },
    { now: "LFFFx", changing: "1234", says: "ok" },
    { now: "LFFxx", changing: "45", says: "ok" },
    { now: "LFFxx", changing: "1", says: "1 cannot be spared now: 2 of 5 would be left, a majority is 3" },
    { now: "S", changing: "1", says: "ok, interrupted" },
    { now: "LF", changing: "12", says: "ok, interrupted" },
    { now: "Lx", changing: "1", says: "1 cannot be spared now: 0 of 2 would be left, a majority is 2" },
  ])("$now, replacing $changing: $says", ({ now, changing, says }) => {
    expect(verdict(now.length, ensemble(now), changing)).toBe(says);
  });
});

describe("a chain keeps n - f sealers while one is away, f = (n - 1) / 3 rounded down", () => {
  test.each([
    { now: "mmmm", changing: "1234", says: "ok" },
    { now: "mmmx", changing: "4", says: "ok" },
    {
      now: "mmmx",
      changing: "1",
      says: "1 cannot be spared now: 2 of 4 would be left, 3 must agree on a block",
    },
    {
      now: "mmms",
      changing: "1",
      says: "1 cannot be spared now: 2 of 4 would be left, 3 must agree on a block",
    },
    { now: "mmmx", changing: "41", says: "ok" },
    { now: "xxxx", changing: "1234", says: "ok" },
    { now: "mmmmmmx", changing: "1", says: "ok" },
    {
      now: "mmmmmxx",
      changing: "1",
      says: "1 cannot be spared now: 4 of 7 would be left, 5 must agree on a block",
    },
    { now: "mm", changing: "12", says: "ok, interrupted" },
    { now: "m", changing: "1", says: "ok, interrupted" },
    {
      now: "mx",
      changing: "1",
      says: "1 cannot be spared now: 0 of 2 would be left, 2 must agree on a block",
    },
    { now: "mx", changing: "21", says: "ok, interrupted" },
    { now: "aa", changing: "12", says: "ok, interrupted" },
    {
      now: "mmma",
      changing: "1",
      says: "1 cannot be spared now: 2 of 4 would be left, 3 must agree on a block",
    },
    { now: "mmma", changing: "41", says: "ok" },
    {
      now: "mmmb",
      changing: "1",
      says: "1 cannot be spared now: 2 of 4 would be left, 3 must agree on a block",
    },
    { now: "mmmb", changing: "4", says: "ok" },
    {
      now: "mmaa",
      changing: "1",
      says: "1 cannot be spared now: 0 of 4 would be left, 3 must agree on a block",
    },
  ])("$now, replacing $changing: $says", ({ now, changing, says }) => {
    expect(verdict(now.length, sealers(now, 20), changing)).toBe(says);
  });

  test.each([
    { now: "mmma", first: "4 (is connected to 0 other sealers, 2 are needed)" },
    { now: "mmmb", first: "4 (has height 9 of 20)" },
    { now: "mmmx", first: "4" },
  ])("$now: bring back first $first", ({ now, first }) => {
    expect(mayRestart(quorumOf(4), sealers(now, 20), ["1"])).toMatchObject({
      remedy: `bring back first: ${first}`,
    });
  });

  test("by the chain's own list: of four of which one was removed none can be missed", () => {
    const left = ["1", "2", "3"];
    const says = Object.fromEntries(
      ["1", "2", "3", "4"].map((name) => [
        name,
        { sealers: left, peers: ["1", "2", "3", "4"].filter((other) => other !== name) },
      ]),
    );
    const health = saying(sealers("mmmm"), says);
    expect(mayRestart(quorumOf(4), health, ["1"])).toEqual({
      ok: true,
      warnings: ["3 sealers cannot miss one: the service is interrupted while one is away"],
    });
    expect(mayRestart(quorumOf(4), health, ["4"])).toEqual({ ok: true, warnings: [] });
  });

  test.each([
    { added: "connected", peers: ["5"], now: "mmmm", says: "ok" },
    {
      added: "away",
      peers: [],
      now: "mmmm",
      says: "1 cannot be spared now: 3 of 5 would be left, 4 must agree on a block",
    },
    {
      added: "connected, or the silent member is",
      peers: ["5"],
      now: "mmms",
      says: "1 cannot be spared now: 2 of 5 would be left, 4 must agree on a block",
    },
  ])("one that was added counts while it is connected: $added of $now: $says", ({ peers, now, says }) => {
    const own = ["1", "2", "3", "4"].filter((_, i) => now[i] === "m");
    const all = Object.fromEntries(
      own.map((name) => [
        name,
        { sealers: ["1", "2", "3", "4", "5"], peers: [...own.filter((other) => other !== name), ...peers] },
      ]),
    );
    expect(verdict(4, saying(sealers(now), all), "1")).toBe(says);
  });
});

describe("Kafka keeps enough copies in sync while one broker is away", () => {
  test.each([
    { up: "1234", copies: ["ch: 123/123", "sys: 234/234"], changing: "1234", says: "ok" },
    { up: "1234", copies: [], changing: "1234", says: "ok" },
    { up: "", copies: [], changing: "1234", says: "ok" },
    {
      up: "1234",
      copies: ["ch: 123/12"],
      changing: "4",
      says: "4 cannot be spared now: ch-0 is still being copied to 3",
    },
    { up: "123", copies: ["ch: 124/12"], changing: "4", says: "ok" },
    { up: "123", copies: ["ch: 123/123"], changing: "1", says: "ok" },
    {
      up: "123",
      copies: ["ch: 124/12"],
      changing: "1",
      says: "1 cannot be spared now: ch-0 would have 1 in-sync copies, 2 must stay",
    },
    { up: "234", copies: ["ch: 124/24"], changing: "1234", says: "ok" },
    {
      up: "123",
      copies: ["ch: 124/12"],
      changing: "1234",
      says: "1 cannot be spared now: ch-0 would have 1 in-sync copies, 2 must stay",
    },
    { up: "4", copies: [], changing: "4", says: "4 cannot be spared now: no other broker is up" },
  ])("up $up, $copies, replacing $changing: $says", ({ up, copies, changing, says }) => {
    expect(verdict(4, brokers(4, up, ...copies), changing, 2)).toBe(says);
  });

  test("the order counts: a broker that is down goes first, and its copies count as back", () => {
    const health = brokers(4, "123", "ch: 124/12");
    expect(verdict(4, health, "4123", 2)).toBe("ok");
    expect(verdict(4, health, "1423", 2)).toBe(
      "1 cannot be spared now: ch-0 would have 1 in-sync copies, 2 must stay",
    );
  });

  test("a single broker has no copy to spare and is interrupted", () => {
    expect(verdict(1, brokers(1, "1", "ch: 1/1"), "1", 1)).toBe("ok, interrupted");
  });

  test("topics made without spare copies do not block a roll for ever", () => {
    expect(verdict(3, brokers(3, "123", "ch: 12/12"), "123", 2)).toBe("ok, interrupted");
  });

  test("brokers that see the copies differently count as not in sync", () => {
    const agreeing = brokers(3, "123", "ch: 123/123");
    const late = brokers(3, "123", "ch: 123/12");
    const health = { ...agreeing, members: { ...agreeing.members, ...pick(late.members, "2") } };
    expect(verdict(3, health, "1", 2)).toBe("1 cannot be spared now: ch-0 is still being copied to 3");
  });
});

function pick<T>(of: Readonly<Record<string, T>>, name: string): Record<string, T> {
  const value = of[name];
  return value === undefined ? {} : { [name]: value };
}

describe("orderers on Kafka and peers need another one up", () => {
  test.each([
    { kind: "orderer" as const, now: [{ ch: 5 }, { ch: 5 }, { ch: 5 }], changing: "123", says: "ok" },
    { kind: "orderer" as const, now: [{ ch: 5 }, undefined, undefined], changing: "23", says: "ok" },
    {
      kind: "orderer" as const,
      now: [{ ch: 5 }, undefined, undefined],
      changing: "123",
      says: "1 cannot be spared now: no other orderer is up",
    },
    { kind: "orderer" as const, now: [undefined, { ch: 5 }, undefined], changing: "123", says: "ok" },
    { kind: "peer" as const, now: [{}, {}], changing: "12", says: "ok" },
    { kind: "peer" as const, now: [{}], changing: "1", says: "ok, interrupted" },
    {
      kind: "orderer" as const,
      now: [{ ch: 5 }, "starting" as const],
      changing: "1",
      says: "1 cannot be spared now: no other orderer is up",
    },
    {
      kind: "peer" as const,
      now: [{}, undefined],
      changing: "1",
      says: "1 cannot be spared now: no other peer is up",
    },
  ])("$kind $now, replacing $changing: $says", ({ kind, now, changing, says }) => {
    expect(verdict(now.length, ledgers(kind, ...now), changing)).toBe(says);
  });
});

test("a refusal names the members to bring back", () => {
  expect(mayRestart(quorumOf(3), ensemble("LFs"), ["1"])).toEqual({
    ok: false,
    refused: "1 cannot be spared now: 1 of 3 would be left, a majority is 2",
    remedy: "bring back first: 3",
  });
});

describe("members that are stopped stay away together, and are no loss when they are down already", () => {
  test.each<{ title: string; size: number; health: Health; stopping: string; loses: string[] }>([
    { title: "1 of 3 ZooKeeper servers", size: 3, health: ensemble("LFF"), stopping: "1", loses: [] },
    {
      title: "2 of 3 ZooKeeper servers",
      size: 3,
      health: ensemble("LFF"),
      stopping: "23",
      loses: ["1 of 3 would be left, a majority is 2"],
    },
    {
      title: "the second of 3 ZooKeeper servers",
      size: 3,
      health: ensemble("LFx"),
      stopping: "23",
      loses: ["1 of 3 would be left, a majority is 2"],
    },
    { title: "a ZooKeeper server that is down", size: 3, health: ensemble("LFx"), stopping: "3", loses: [] },
    {
      title: "the only ZooKeeper server",
      size: 1,
      health: ensemble("S"),
      stopping: "1",
      loses: ["1 ZooKeeper servers cannot miss one: the service is interrupted while one is away"],
    },
    {
      title: "1 broker of 4",
      size: 4,
      health: brokers(4, "1234", "ch: 123/123"),
      stopping: "1",
      loses: [],
    },
    {
      title: "2 brokers that hold the same partition",
      size: 4,
      health: brokers(4, "1234", "ch: 123/123"),
      stopping: "12",
      loses: ["ch-0 would have 1 in-sync copies, 2 must stay"],
    },
    {
      title: "2 brokers of which one holds the partition",
      size: 4,
      health: brokers(4, "1234", "ch: 123/123"),
      stopping: "14",
      loses: [],
    },
    {
      title: "2 of 3 orderers",
      size: 3,
      health: ledgers("orderer", {}, {}, {}),
      stopping: "12",
      loses: [],
    },
    {
      title: "one of four sealers while another is cut off",
      size: 4,
      health: sealers("mmma"),
      stopping: "1",
      loses: ["2 of 4 would be left, 3 must agree on a block"],
    },
    {
      title: "the one of four sealers that is cut off",
      size: 4,
      health: sealers("mmma"),
      stopping: "4",
      loses: [],
    },
    {
      title: "all peers of an organisation",
      size: 2,
      health: ledgers("peer", {}, {}),
      stopping: "12",
      loses: ["no other peer is up"],
    },
  ])("$title: $loses", ({ size, health, stopping, loses }) => {
    expect(lossOfStopping(quorumOf(size, 2), health, [...stopping])).toEqual(loses);
  });
});
