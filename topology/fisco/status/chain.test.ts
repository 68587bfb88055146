import { describe, expect, test } from "vitest";
import { faultTolerance } from "../fault-tolerance.js";
import type { NodeAnswers } from "../health/readings.js";
import type { SealerAnswer } from "../quorum/consensus.js";
import { sealerRules } from "../quorum/sealer.js";
import type { FiscoPlan } from "../types.js";
import { chainFindings, chainOf } from "./chain.js";

const names = ["node0", "node1", "node2", "node3"];
const idOf = (name: string) => name.slice(-1).repeat(128);
const nodeIds = Object.fromEntries(names.map((name) => [name, idOf(name)]));
const fisco = { version: "2.9.1", tolerance: faultTolerance(4) } as FiscoPlan;

/** Sealers by letter: `m` moves, `s` stands still, `q` runs and is silent, `x` its container is absent, `u` its server is away. */
function seen(letters: string) {
  const up = names.filter((_, nth) => "ms".includes(letters[nth] ?? ""));
  const answers = (name: string, view: number): NodeAnswers => ({
    nodeId: idOf(name),
    version: "2.9.1",
    supportedVersion: "2.9.1",
    height: 7,
    view,
    sealers: names.map(idOf),
    peers: up.filter((other) => other !== name).map(idOf),
    genesisHash: "a".repeat(64),
  });
  const of = (name: string, letter: string): SealerAnswer => {
    const running = { status: "running", restarts: 0 };
    switch (letter) {
      case "q":
        return { container: running, heights: {}, problem: "connection refused" };
      case "x":
        return { container: { status: "absent", restarts: 0 }, heights: {} };
      case "u":
        return { container: { status: "unknown", restarts: 0 }, heights: {}, problem: "no route to host" };
      default: {
        const readings = { first: answers(name, 40), last: answers(name, letter === "m" ? 49 : 40) };
        return {
          container: running,
          heights: { "group 1": 7 },
          connected: up.length - 1,
          moving: letter === "m",
          readings,
        };
      }
    }
  };
  const members = Object.fromEntries(names.map((name, nth) => [name, of(name, letters[nth] ?? "")]));
  const quorum = { members: names.map((name) => ({ name })) };
  return { quorums: [{ name: "fisco", quorum, health: { rules: sealerRules, members } }] };
}

describe("a chain of four", () => {
  test.each([
    { letters: "mmmm", state: "healthy", says: [] },
    {
      letters: "mmmx",
      state: "degraded",
      says: ["warn chain: degraded, and goes on: 3 of 4 sealers work, 3 are needed"],
    },
    {
      letters: "ssxx",
      state: "quorum lost",
      says: [
        "bad chain: quorum lost: 0 of 4 sealers work, 3 are needed; no transaction gets a receipt",
        "bad node0: is connected to 1 of 3 sealers, 2 are needed",
        "bad node0: stands still at height 7 and view 40",
        "bad node1: is connected to 1 of 3 sealers, 2 are needed",
        "bad node1: stands still at height 7 and view 40",
      ],
    },
    {
      letters: "mmmu",
      state: "degraded",
      says: ["warn chain: degraded, and goes on: 3 of 4 sealers work, 3 are needed"],
    },
  ])("$letters is $state", ({ letters, state, says }) => {
    const chain = chainOf(fisco, { ...seen(letters), outputs: { nodeIds } });
    expect(chain?.state).toBe(state);
    // Of services that are away something was said already.
    const away = new Set(names.filter((_, nth) => "qxu".includes(letters[nth] ?? "")));
    const findings = chain ? chainFindings(chain, away) : [];
    expect(findings.map(({ level, subject, says: text }) => `${level} ${subject}: ${text}`)).toEqual(says);
  });

  test("with a node of another identity says so, where the stack's outputs could be read", () => {
    const others = { ...nodeIds, node3: "f".repeat(128) };
    const known = chainOf(fisco, { ...seen("mmmm"), outputs: { nodeIds: others } });
    expect(known?.nodes.node3?.problems[0]).toMatch(/^answers as 33333333…, not as ffffffff…/);
    expect(chainOf(fisco, seen("mmmm"))?.state).toBe("healthy");
  });
});

test("without the stack's outputs the id of a silent node is unknown, and no other is blamed for knowing it", () => {
  const chain = chainOf(fisco, seen("mmmq"));
  expect([chain?.state, chain?.working]).toEqual(["degraded", 3]);
  expect(chain && chainFindings(chain, new Set(["node3"]))).toEqual([
    {
      level: "warn",
      subject: "chain",
      says: "degraded, and goes on: 3 of 4 sealers work, 3 are needed",
    },
  ]);
});

test("a stack without a chain, or one that was not looked at, has none to be judged", () => {
  expect(chainOf(undefined, seen("mmmm"))).toBeUndefined();
  expect(chainOf(fisco, { quorums: [] })).toBeUndefined();
});
