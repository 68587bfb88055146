import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { genesis } from "../testing/chain.js";
import { decodeCnsCall, decodeStrings, encodeCnsCall, encodeStrings } from "./cns.js";
import { encodeFrame, frameReader } from "./frames.js";
import { genesisOf } from "./genesis.js";
import { Group, type Message } from "./group.js";
import { fromInt256, int256, Ledger, type Transaction } from "./ledger.js";
import { logFileName, logLine } from "./log.js";
import { needed, proposer, tolerated } from "./quorum.js";
import { verdict } from "./sessions.js";

test.each([
  { sealers: 1, f: 0, need: 1 },
  { sealers: 2, f: 0, need: 2 },
  { sealers: 3, f: 0, need: 3 },
  { sealers: 4, f: 1, need: 3 },
  { sealers: 7, f: 2, need: 5 },
])("$sealers sealers bear the loss of $f and need $need", ({ sealers, f, need }) => {
  expect([tolerated(sealers), needed(sealers)]).toEqual([f, need]);
});

test("the first sealer that is seen proposes, none where too few are", () => {
  const sealers = ["a", "b", "c", "d"];
  expect(proposer(sealers, new Set(["b", "c", "d"]))).toBe("b");
  expect(proposer(sealers, new Set(["c", "d", "observer"]))).toBeUndefined();
});

const limits = { maxNodes: 2, blacklist: ["bad"], whitelist: [] };
test.each([
  ["own", [], {}, "self"],
  ["x", [], {}, "keep"],
  ["x", ["x"], {}, "duplicate"],
  ["x", ["y", "z"], {}, "full"],
  ["bad", [], {}, "turned away"],
  ["x", [], { whitelist: ["y"] }, "turned away"],
] as const)("a connection to %s beside %j: with %j %s", (id, sessions, more, expected) => {
  expect(verdict("own", id, new Set(sessions), { ...limits, ...more })).toBe(expected);
});

test("strings in Solidity's ABI as solc writes them", () => {
  expect(encodeStrings(["ab"])).toBe(
    `${"20".padStart(64, "0")}${"2".padStart(64, "0")}${"6162".padEnd(64, "0")}`,
  );
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (texts) => {
      expect(decodeStrings(encodeStrings(texts), texts.length)).toEqual(texts);
    }),
  );
  expect(() => decodeStrings("20", 1)).toThrow(RangeError);
});

test("calls of the name service keep their selectors and arguments", () => {
  expect(encodeCnsCall({ method: "byName", name: "X" }).slice(0, 10)).toBe("0x819a3d62");
  const insert = { method: "insert", name: "X", version: "1.0", address: "0x01", abi: "[]" } as const;
  expect(decodeCnsCall(encodeCnsCall(insert))).toEqual(insert);
  expect(decodeCnsCall("0xdeadbeef")).toBeUndefined();
});

test("frames survive any cut of the stream", () => {
  const frames = ["{}", "", "Ä".repeat(100)].map((content) => ({
    kind: 0x12,
    sequence: "s".repeat(32),
    result: 0,
    content,
  }));
  const bytes = Buffer.concat(frames.map(encodeFrame));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: bytes.length }), (size) => {
      const read = frameReader();
      const got = [];
      for (let at = 0; at < bytes.length; at += size) got.push(...read(bytes.subarray(at, at + size)));
      expect(got).toEqual(frames);
    }),
  );
  expect(() => frameReader()(Buffer.from([0, 0, 0, 1]))).toThrow(RangeError);
});

test("Solidity's negative numbers", () => {
  expect(int256(-1)).toBe(`0x${"f".repeat(64)}`);
  expect(fromInt256(int256(-51200))).toBe(-51200);
});

test("log files and lines as the manual's 7.4 shows them", () => {
  const at = new Date(2024, 3, 28, 9, 40, 6, 121);
  expect(logFileName(at)).toBe("log_2024042809.40.log");
  expect(logLine("info", at, "[P2P][Service] heartBeat,connected count=0")).toBe(
    "info|2024-04-28 09:40:06.121000|[P2P][Service] heartBeat,connected count=0\n",
  );
});

const ids = ["a", "b", "c", "d"].map((letter) => letter.repeat(128));
const content = (nonce: string): Transaction => ({ from: "0x1", nonce, contract: "C", data: "0x" });

/** Nodes of one group with a network that can be cut. */
function groupOf(count: number) {
  const cut = new Set<string>();
  const mail: { from: string; to: string; said: Message }[] = [];
  let now = 0;
  const nodes = new Map(
    ids.slice(0, count).map((id) => {
      const ledger = new Ledger(
        mkdtempSync(join(tmpdir(), "stand-in-group-")),
        genesisOf("group.1.genesis", genesis(ids.slice(0, count))),
      );
      const around = {
        nodeId: id,
        alike: "",
        send: (to: string, said: Message) => void mail.push({ from: id, to, said }),
        log: () => undefined,
        now: () => now,
      };
      return [id, { ledger, group: new Group(ledger, around) }] as const;
    }),
  );
  const deliver = () => {
    for (let one = mail.shift(); one; one = mail.shift())
      if (!cut.has(one.from) && !cut.has(one.to)) nodes.get(one.to)?.group.receive(one.from, one.said);
  };
  const link = (one: string, other: string) => {
    nodes.get(one)?.group.connected(other);
    nodes.get(other)?.group.connected(one);
    deliver();
  };
  const away = (id: string) => {
    cut.add(id);
    for (const [other, node] of nodes) if (other !== id) node.group.gone(id);
    for (const other of nodes.keys()) if (other !== id) nodes.get(id)?.group.gone(other);
  };
  const back = (id: string) => {
    cut.delete(id);
    for (const other of nodes.keys()) if (other !== id && !cut.has(other)) link(id, other);
  };
  const tick = () => {
    now += 1000;
    for (const { group } of nodes.values()) group.tick();
    deliver();
  };
  for (const [index, one] of ids.slice(0, count).entries())
    for (const other of ids.slice(index + 1, count)) link(one, other);
  const at = (index: number) => {
    const node = nodes.get(ids[index] ?? "");
    if (!node) throw new Error("no such node");
    return node;
  };
  return {
    at,
    tick,
    away: (index: number) => away(ids[index] ?? ""),
    back: (index: number) => back(ids[index] ?? ""),
  };
}

test("an idle chain climbs by one view a second on all nodes and keeps its height", () => {
  const chain = groupOf(4);
  for (let second = 0; second < 5; second++) chain.tick();
  expect(
    [0, 1, 2, 3].map((index) => [chain.at(index).group.view, chain.at(index).ledger.tip.number]),
  ).toEqual(Array(4).fill([6, 0]));
});

test("with one of four away blocks go on, with two nothing moves, and who returns takes over what it missed", () => {
  const chain = groupOf(4);
  chain.away(0);
  chain.at(2).group.submit(content("1"));
  chain.tick();
  chain.tick();
  expect([1, 2, 3].map((index) => chain.at(index).ledger.tip.number)).toEqual([1, 1, 1]);
  chain.away(1);
  const view = chain.at(2).group.view;
  chain.at(2).group.submit(content("2"));
  for (let second = 0; second < 5; second++) chain.tick();
  expect([chain.at(2).ledger.tip.number, chain.at(2).group.view]).toEqual([1, view]);
  chain.back(1);
  chain.back(0);
  for (let second = 0; second < 6; second++) chain.tick();
  const tips = [0, 1, 2, 3].map((index) => chain.at(index).ledger.tip);
  expect(new Set(tips.map(({ hash }) => hash)).size).toBe(1);
  expect(tips[0]?.number).toBe(2);
});

test("a ledger is read again, a torn last line is dropped, another genesis is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "stand-in-ledger-"));
  const first = genesisOf("group.1.genesis", genesis(ids.slice(0, 1)));
  const ledger = new Ledger(folder, first);
  const group = new Group(ledger, {
    nodeId: ids[0] ?? "",
    alike: "",
    send: () => undefined,
    log: () => undefined,
    now: () => 1,
  });
  const hash = group.submit(content("1"));
  group.tick();
  expect(ledger.receipt(hash)?.blockNumber).toBe(1);
  appendFileSync(join(folder, "group1", "blocks"), '{"number":2,');
  expect(new Ledger(folder, first).tip).toEqual(ledger.tip);
  expect(() => new Ledger(folder, genesisOf("group.1.genesis", genesis(ids.slice(0, 2))))).toThrow(
    "The Genesis Data is inconsistent with the initial Genesis Data",
  );
});
