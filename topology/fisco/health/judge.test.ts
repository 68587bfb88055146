import { describe, expect, test } from "vitest";
import { type ChainHealth, judgeChain } from "./judge.js";
import { type ChainReading, type NodeAnswers, type NodeReading, secondsApart } from "./readings.js";

const idOf = (index: number) => String(index).repeat(128);
const block0 = "a".repeat(64);

const declaredOf = (count: number) => ({
  version: "2.9.1",
  nodes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`node${index}`, idOf(index)])),
});

interface Story {
  /**
   * One letter a node: `m` moves, `s` stands still, `x` its container is absent, `q` its RPC does not answer, `n` has just
   * come up.
   */
  readonly nodes: string;
  /** Groups that are connected among themselves; without it all that run are. */
  readonly parts?: readonly string[];
  /** What a node says otherwise. */
  readonly but?: Readonly<Record<string, Partial<NodeAnswers>>>;
}

function readings({ nodes, parts, but = {} }: Story): { before: ChainReading; now: ChainReading } {
  const letters = [...nodes];
  const runs = (index: number) => "msn".includes(letters[index] ?? "");
  const peers = (index: number) => {
    const part =
      parts?.find((one) => one.includes(String(index))) ?? letters.map((_, other) => other).join("");
    return [...part].map(Number).filter((other) => other !== index && runs(other));
  };
  const at = (moment: "before" | "now"): ChainReading =>
    Object.fromEntries(
      letters.map((letter, index): [string, NodeReading] => {
        const name = `node${index}`;
        if (letter === "x") return [name, { kind: "no container", state: "absent" }];
        if (letter === "q" || (letter === "n" && moment === "before"))
          return [name, { kind: "silent", problem: "connection refused" }];
        return [
          name,
          {
            kind: "answers",
            answers: {
              nodeId: idOf(index),
              version: "2.9.1",
              supportedVersion: "2.9.1",
              height: 37,
              view: letter === "m" && moment === "now" ? 350 : 341,
              sealers: letters.map((_, other) => idOf(other)),
              peers: peers(index).map(idOf),
              genesisHash: block0,
              ...but[name],
            },
          },
        ];
      }),
    );
  return { before: at("before"), now: at("now") };
}

function judge(story: Story): ChainHealth {
  const { before, now } = readings(story);
  return judgeChain(declaredOf(story.nodes.length), before, now);
}

describe("a chain", () => {
  test.each<Story & { what: string; state: ChainHealth["state"]; working: number }>([
    { what: "idle, and its view climbs", nodes: "mmmm", state: "healthy", working: 4 },
    { what: "one of four gone", nodes: "mmmx", state: "degraded", working: 3 },
    { what: "one of four silent", nodes: "mmmq", state: "degraded", working: 3 },
    { what: "one of four just up", nodes: "mmmn", state: "degraded", working: 3 },
    { what: "two of four gone", nodes: "ssxx", state: "quorum lost", working: 0 },
    { what: "two of four gone a moment ago", nodes: "mmxx", state: "quorum lost", working: 0 },
    { what: "four, and nothing moves", nodes: "ssss", state: "quorum lost", working: 0 },
    { what: "four in two halves", nodes: "ssss", parts: ["01", "23"], state: "quorum lost", working: 0 },
    { what: "one of four cut off", nodes: "mmms", parts: ["012", "3"], state: "degraded", working: 3 },
    { what: "two of seven gone", nodes: "mmmmmxx", state: "degraded", working: 5 },
    { what: "three of seven gone", nodes: "ssssxxx", state: "quorum lost", working: 0 },
    { what: "one of five gone", nodes: "mmmmx", state: "degraded", working: 4 },
    { what: "two of five gone", nodes: "mmmxx", state: "quorum lost", working: 0 },
    { what: "the manual's two", nodes: "mm", state: "healthy", working: 2 },
    { what: "one of the manual's two gone", nodes: "mx", state: "quorum lost", working: 0 },
    {
      what: "two that keep hanging up on each other",
      nodes: "ss",
      parts: ["0", "1"],
      state: "quorum lost",
      working: 0,
    },
    { what: "a single node", nodes: "m", state: "healthy", working: 1 },
    { what: "nothing there", nodes: "xxxx", state: "quorum lost", working: 0 },
  ])("$what ($nodes): $state", ({ what: _what, state, working, ...story }) => {
    const health = judge(story);
    expect([health.state, health.working]).toEqual([state, working]);
  });

  test.each([
    { nodes: "mmmm", says: "healthy: 4 of 4 sealers work, 3 are needed" },
    { nodes: "mmmx", says: "degraded, and goes on: 3 of 4 sealers work, 3 are needed" },
    { nodes: "mx", says: "quorum lost: 0 of 2 sealers work, 2 are needed; no transaction gets a receipt" },
  ])("$nodes is summed up", ({ nodes, says }) => {
    expect(judge({ nodes }).summary).toBe(says);
  });

  test("of which nobody could tell a silent node's id is not told of sealers that it does not know", () => {
    const { before, now } = readings({ nodes: "mmmq" });
    const { nodes } = declaredOf(4);
    const declared = { version: "2.9.1", nodes: { ...nodes, node3: undefined } };
    const { state, working, nodes: judged } = judgeChain(declared, before, now);
    expect([state, working]).toEqual(["degraded", 3]);
    expect(Object.values(judged).flatMap(({ problems }) => problems)).toEqual([
      "runs, and its RPC does not answer: connection refused",
    ]);
  });

  test("a busy one moves by its height", () => {
    const { before, now } = readings({ nodes: "ssss" });
    const higher = Object.fromEntries(
      Object.entries(now).map(([name, reading]): [string, NodeReading] => [
        name,
        reading.kind === "answers" ? { ...reading, answers: { ...reading.answers, height: 40 } } : reading,
      ]),
    );
    expect(judgeChain(declaredOf(4), before, higher).state).toBe("healthy");
  });
});

describe("a node", () => {
  const foreign = "f".repeat(128);

  test.each<Story & { what: string; works: boolean; problems: string[] }>([
    { what: "fine", nodes: "mmmm", works: true, problems: [] },
    { what: "gone", nodes: "xmmm", works: false, problems: ["its container is absent"] },
    {
      what: "silent",
      nodes: "qmmm",
      works: false,
      problems: ["runs, and its RPC does not answer: connection refused"],
    },
    {
      what: "just up",
      nodes: "nmmm",
      works: false,
      problems: ["has just come up: whether it moves is not known yet"],
    },
    {
      what: "still while the others move",
      nodes: "smmm",
      works: false,
      problems: ["stands still at height 37 and view 341"],
    },
    {
      what: "cut off",
      nodes: "smmm",
      parts: ["0", "123"],
      works: false,
      problems: ["is connected to 0 of 3 sealers, 2 are needed", "stands still at height 37 and view 341"],
    },
    {
      what: "without one of the connections",
      nodes: "mmmm",
      but: { node0: { peers: [idOf(1), idOf(2)] } },
      works: true,
      problems: ["is not connected to node3"],
    },
    { what: "not connected to one that is gone", nodes: "mmmx", works: true, problems: [] },
    {
      what: "behind",
      nodes: "mmmm",
      but: { node0: { height: 20 } },
      works: false,
      problems: ["catches up: height 20 of 37"],
    },
    { what: "a few blocks behind", nodes: "mmmm", but: { node0: { height: 30 } }, works: true, problems: [] },
    {
      what: "with another's key",
      nodes: "mmmm",
      but: { node0: { nodeId: foreign } },
      works: false,
      problems: ["answers as ffffffff…, not as 00000000…: another node has its port or its key"],
    },
    {
      what: "with another block 0",
      nodes: "mmmm",
      but: { node0: { genesisHash: "b".repeat(64), height: 900 } },
      works: false,
      problems: ["has block 0 bbbbbbbb…, the others aaaaaaaa…"],
    },
    {
      what: "of an older version",
      nodes: "mmmm",
      but: { node0: { supportedVersion: "2.9.0" } },
      works: true,
      problems: ["runs as 2.9.0, the stack says 2.9.1"],
    },
  ])("$what: works $works, $problems", ({ what: _what, works, problems, ...story }) => {
    expect(judge(story).nodes.node0).toEqual({ works, problems });
  });

  test("that somebody removed from the sealers no longer counts, and fewer are needed", () => {
    const left = [0, 1, 2, 3].map(idOf);
    const but = Object.fromEntries(
      ["0", "1", "2", "3", "4"].map((index) => [`node${index}`, { sealers: left }]),
    );
    const health = judge({ nodes: "mmmmm", but });
    expect(health.tolerance).toEqual({ sealers: 4, mayFail: 1, needed: 3 });
    expect([health.state, health.working]).toEqual(["degraded", 4]);
    expect(health.nodes.node4?.problems).toEqual(["is not among the chain's sealers"]);
  });

  test("that somebody added is told of, and counts while it is connected", () => {
    const sealers = [...[0, 1, 2, 3].map(idOf), foreign];
    const seeing = (peers: readonly number[]) => ({ sealers, peers: [...peers.map(idOf), foreign] });
    const but = {
      node0: seeing([1, 2, 3]),
      node1: seeing([0, 2, 3]),
      node2: seeing([0, 1, 3]),
      node3: seeing([0, 1, 2]),
    };
    const health = judge({ nodes: "mmmm", but });
    expect([health.state, health.working]).toEqual(["degraded", 5]);
    expect(health.nodes.node0?.problems).toEqual(["knows sealers that the stack does not: ffffffff…"]);
  });
});

test.each([
  { mayFail: 0, seconds: 4 },
  { mayFail: 1, seconds: 9 },
  { mayFail: 2, seconds: 16 },
  { mayFail: 4, seconds: 41 },
])(
  "where $mayFail may fail, readings $seconds s apart tell whether a chain moves",
  ({ mayFail, seconds }) => {
    expect(secondsApart(mayFail)).toBe(seconds);
  },
);
