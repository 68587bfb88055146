import { describe, expect, test } from "vitest";
import type { ClusterHealth } from "./health.js";
import { mayReplace } from "./may-replace.js";
import { brokers, ensemble, ledgers, quorumOf } from "./testing.js";

/** `ok`, `ok, interrupted`, or the refusal. */
function verdict(size: number, health: ClusterHealth, changing: string, minInSync?: number): string {
  const permission = mayReplace(quorumOf(size, minInSync), health, [...changing]);
  if (!permission.ok) return permission.refused;
  return permission.warnings.length > 0 ? "ok, interrupted" : "ok";
}

describe("ZooKeeper keeps a majority while one member is away", () => {
  test.each([
    { now: "LFF", changing: "123", says: "ok" },
    { now: "LFF", changing: "", says: "ok" },
    { now: "LFx", changing: "3", says: "ok" },
    { now: "xFL", changing: "123", says: "ok" },
    { now: "LFx", changing: "1", says: "1 cannot be replaced now: 1 of 3 would be left, a majority is 2" },
    { now: "LFx", changing: "123", says: "1 cannot be replaced now: 1 of 3 would be left, a majority is 2" },
    { now: "LFs", changing: "2", says: "2 cannot be replaced now: 1 of 3 would be left, a majority is 2" },
    { now: "xxx", changing: "123", says: "ok" },
    { now: "ssF", changing: "12", says: "ok" },
    { now: "LFFFx", changing: "1234", says: "ok" },
    { now: "LFFxx", changing: "45", says: "ok" },
    { now: "LFFxx", changing: "1", says: "1 cannot be replaced now: 2 of 5 would be left, a majority is 3" },
    { now: "S", changing: "1", says: "ok, interrupted" },
    { now: "LF", changing: "12", says: "ok, interrupted" },
    { now: "Lx", changing: "1", says: "1 cannot be replaced now: 0 of 2 would be left, a majority is 2" },
  ])("$now, replacing $changing: $says", ({ now, changing, says }) => {
    expect(verdict(now.length, ensemble(now), changing)).toBe(says);
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
      says: "4 cannot be replaced now: ch-0 is still being copied to 3",
    },
    { up: "123", copies: ["ch: 124/12"], changing: "4", says: "ok" },
    { up: "123", copies: ["ch: 123/123"], changing: "1", says: "ok" },
    {
      up: "123",
      copies: ["ch: 124/12"],
      changing: "1",
      says: "1 cannot be replaced now: ch-0 would have 1 in-sync copies, 2 must stay",
    },
    { up: "234", copies: ["ch: 124/24"], changing: "1234", says: "ok" },
    {
      up: "123",
      copies: ["ch: 124/12"],
      changing: "1234",
      says: "1 cannot be replaced now: ch-0 would have 1 in-sync copies, 2 must stay",
    },
    { up: "4", copies: [], changing: "4", says: "4 cannot be replaced now: no other broker is up" },
  ])("up $up, $copies, replacing $changing: $says", ({ up, copies, changing, says }) => {
    expect(verdict(4, brokers(4, up, ...copies), changing, 2)).toBe(says);
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
    if (agreeing.kind !== "kafka" || late.kind !== "kafka") throw new Error("not Kafka");
    const health = { ...agreeing, members: { ...agreeing.members, ...pick(late.members, "2") } };
    expect(verdict(3, health, "1", 2)).toBe("1 cannot be replaced now: ch-0 is still being copied to 3");
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
      says: "1 cannot be replaced now: no other orderer is up",
    },
    { kind: "orderer" as const, now: [undefined, { ch: 5 }, undefined], changing: "123", says: "ok" },
    { kind: "peer" as const, now: [{}, {}], changing: "12", says: "ok" },
    { kind: "peer" as const, now: [{}], changing: "1", says: "ok, interrupted" },
    {
      kind: "peer" as const,
      now: [{}, undefined],
      changing: "1",
      says: "1 cannot be replaced now: no other peer is up",
    },
  ])("$kind $now, replacing $changing: $says", ({ kind, now, changing, says }) => {
    expect(verdict(now.length, ledgers(kind, ...now), changing)).toBe(says);
  });
});

test("a refusal names the members to bring back", () => {
  expect(mayReplace(quorumOf(3), ensemble("LFs"), ["1"])).toEqual({
    ok: false,
    refused: "1 cannot be replaced now: 1 of 3 would be left, a majority is 2",
    remedy: "bring back first: 3",
  });
});
