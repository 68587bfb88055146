import { describe, expect, test } from "vitest";
import { compareFiscoFounding } from "./founding.js";
import { wantedFounding, withIds } from "./founding-record.js";
import { nodeIds } from "./material.js";
import { type FiscoInput, fourNodes, keySources, planOf, settingsOf } from "./testing/chain.js";

function recordOf(input: FiscoInput) {
  const { fisco } = planOf(settingsOf(input));
  return withIds(wantedFounding(fisco), nodeIds(fisco, keySources(fisco)));
}

const founded = recordOf(fourNodes);
const union = { node0: "u1", node1: "u2" };
const bank = { node2: "b1", node3: "b2" };

test("the record of a chain", () => {
  const { nodes, ...rest } = founded;
  expect(rest).toEqual({
    version: "2.9.1",
    chainId: 1,
    groupId: 1,
    genesis: { maxTransactions: 1000, gasLimit: 300_000_000, timeoutMs: 3000 },
  });
  expect(Object.entries(nodes).map(([name, { agency, server }]) => [name, agency, server])).toEqual([
    ["node0", "union", "u1"],
    ["node1", "union", "u2"],
    ["node2", "bank", "b1"],
    ["node3", "bank", "b2"],
  ]);
});

describe("what a running chain allows", () => {
  test.each<{ change: string; to: Partial<FiscoInput>; refused: string[] }>([
    { change: "nothing", to: {}, refused: [] },
    { change: "other log settings", to: { logs: { level: "error", keep: "24h" } }, refused: [] },
    { change: "a console", to: { console: { server: "u1", agency: "union" } }, refused: [] },
    { change: "longer certificates", to: { certificates: { validityDays: 7300 } }, refused: [] },
    { change: "another kind of SDK certificate", to: { sdkCertificate: "ec" }, refused: [] },
    {
      change: "another port",
      to: {
        agencies: {
          ...fourNodes.agencies,
          union: { nodes: { ...union, node0: { server: "u1", rpcPort: 9545 } } },
        },
      },
      refused: [],
    },
    { change: "another version", to: { version: "2.9.0" }, refused: ["fisco.version"] },
    { change: "another chain id", to: { chainId: 2 }, refused: ["fisco.chainId"] },
    { change: "another group id", to: { groupId: 2 }, refused: ["fisco.groupId"] },
    {
      change: "another block 0",
      to: { genesis: { maxTransactions: 500, gasLimit: 200_000_000, timeout: "5s" } },
      refused: ["fisco.genesis.maxTransactions", "fisco.genesis.gasLimit", "fisco.genesis.timeout"],
    },
    {
      change: "a further node",
      to: { agencies: { ...fourNodes.agencies, bank: { nodes: { ...bank, node4: "b3" } } } },
      refused: ["fisco.agencies.bank.nodes.node4"],
    },
    {
      change: "a node less",
      to: { agencies: { ...fourNodes.agencies, bank: { nodes: { node2: "b1" } } } },
      refused: ["fisco.agencies.bank.nodes.node3"],
    },
    {
      change: "a node of another agency",
      to: {
        agencies: { union: { nodes: { ...union, node2: "b1" } }, bank: { nodes: { node3: "b2" } } },
      },
      refused: ["fisco.agencies.union.nodes.node2"],
    },
    {
      change: "a node on another server",
      to: { agencies: { ...fourNodes.agencies, bank: { nodes: { node2: "b9", node3: "b2" } } } },
      refused: ["fisco.agencies.bank.nodes.node2.server"],
    },
  ])("$change", ({ to, refused }) => {
    const findings = compareFiscoFounding(founded, recordOf({ ...fourNodes, ...to }));
    expect(findings.map(({ path }) => path)).toEqual(refused);
    for (const { remedy, rule } of findings) {
      expect(rule).toBe("fisco-founded");
      expect(remedy).toMatch(/put it back|put back|take it out/);
    }
  });

  test("what a preview can tell before the keys of new nodes are made", () => {
    const { fisco } = planOf(
      settingsOf({
        ...fourNodes,
        chainId: 2,
        agencies: { ...fourNodes.agencies, bank: { nodes: { ...bank, node4: "b3" } } },
      }),
    );
    expect(compareFiscoFounding(founded, wantedFounding(fisco)).map(({ path }) => path)).toEqual([
      "fisco.chainId",
      "fisco.agencies.bank.nodes.node4",
    ]);
  });

  test("a key that the state has lost", () => {
    const node0 = { agency: "union", server: "u1", id: "ab".repeat(64) };
    const wanted = { ...founded, nodes: { ...founded.nodes, node0 } };
    expect(compareFiscoFounding(founded, wanted).map(({ path, remedy }) => [path, remedy])).toEqual([
      [
        "fisco.agencies.union.nodes.node0",
        "restore the state from a backup: its key is in it and nowhere else but on the node",
      ],
    ]);
  });
});
