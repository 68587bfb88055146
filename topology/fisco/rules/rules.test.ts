import { describe, expect, test } from "vitest";
import { repeated, runRules } from "../../rules/rule.js";
import { serversOf } from "../testing/chain.js";
import { agencyName, agencyNodes, consoleAgency, nodeTwice } from "./agencies.js";
import { versionBuilt } from "./built.js";
import { imageVersion } from "./image-version.js";
import { fiscoStackRules } from "./index.js";
import { logLevel } from "./log-level.js";
import { portRange, portTwice } from "./ports.js";
import { stackWith } from "./testing/stack.js";

test("a chain that bears a fault, on servers of its own, is found nothing against", () => {
  expect(runRules(fiscoStackRules, stackWith())).toEqual([]);
});

test("no two rules have the same id, and each says what holds and where that comes from", () => {
  expect(repeated(fiscoStackRules, ({ id }) => id)).toEqual([]);
  for (const { id, holds, source } of fiscoStackRules) {
    expect(id).toMatch(/^fisco-[a-z-]+[a-z]$/);
    expect(holds, id).toMatch(/^.{10,}[^.]$/);
    expect(source, id).not.toBe("");
  }
});

test.each([
  { version: "2.9.0", refused: [] },
  { version: "2.9.1", refused: [] },
  { version: "3.16.4", refused: ["FISCO BCOS 3.16.4 is not built yet"] },
  { version: "2.8.0", refused: ["FISCO BCOS 2.8.0 is not built yet"] },
])("version $version: $refused", ({ version, refused }) => {
  expect(runRules([versionBuilt], stackWith({ version })).map(({ message }) => message)).toEqual(refused);
});

test.each([
  { nodes: ["node0", "node1"], paths: [] },
  { nodes: ["node0", "node0"], paths: ["fisco.agencies.union.nodes.node0"] },
  { nodes: ["node0", "NODE0"], paths: ["fisco.agencies.union.nodes.NODE0"] },
])("names of two agencies' nodes $nodes: $paths", ({ nodes, paths }) => {
  const [first = "", second = ""] = nodes;
  const agencies = { bank: { nodes: { [first]: "b1" } }, union: { nodes: { [second]: "u1" } } };
  expect(runRules([nodeTwice], stackWith({ agencies })).map(({ path }) => path)).toEqual(paths);
});

test.each([
  { agency: "node-a", node: "a", sdkCertificate: "rsa" as const, paths: ["fisco.agencies.node-a"] },
  { agency: "node-a", node: "a", sdkCertificate: "ec" as const, paths: [] },
  { agency: "node-a", node: "b", sdkCertificate: "rsa" as const, paths: [] },
  { agency: "union", node: "a", sdkCertificate: "rsa" as const, paths: [] },
])(
  "agency $agency and node $node with $sdkCertificate: $paths",
  ({ agency, node, sdkCertificate, paths }) => {
    const agencies = { [agency]: { nodes: {} }, bank: { nodes: { [node]: "b1" } } };
    const stack = stackWith({ agencies, sdkCertificate });
    expect(runRules([agencyName], stack).map(({ path }) => path)).toEqual(paths);
  },
);

test.each([
  { tier: "production" as const, bank: { node2: "b1", node3: "b2" }, paths: [] },
  { tier: "production" as const, bank: { node2: "b1" }, paths: ["fisco.agencies.bank.nodes"] },
  { tier: "economy" as const, bank: {}, paths: ["fisco.agencies.bank.nodes"] },
  { tier: "trial" as const, bank: { node2: "b1" }, paths: [] },
])("in $tier an agency with nodes %j: $paths", ({ tier, bank, paths }) => {
  const agencies = { union: { nodes: { node0: "u1", node1: "u2" } }, bank: { nodes: bank } };
  expect(runRules([agencyNodes], stackWith({ agencies }, { tier })).map(({ path }) => path)).toEqual(paths);
});

test.each([
  { agency: "union", remedy: undefined },
  { agency: "unoin", remedy: 'did you mean "union"?' },
  { agency: "empty", remedy: "name one of the agencies" },
])("a console of agency $agency: $remedy", ({ agency, remedy }) => {
  const agencies = { union: { nodes: { node0: "u1" } }, empty: { nodes: {} } };
  const stack = stackWith({ agencies, console: { server: "u1", agency } });
  expect(runRules([consoleAgency], stack).map((finding) => finding.remedy)).toEqual(remedy ? [remedy] : []);
});

describe("ports that are written", () => {
  const stackOf = (node0: object, node1: object, server = "u1") =>
    stackWith({
      agencies: { union: { nodes: { node0: { server: "u1", ...node0 }, node1: { server, ...node1 } } } },
    });

  test.each([
    { port: 1, refused: true },
    { port: 1024, refused: true },
    { port: 1025, refused: false },
    { port: 65_535, refused: false },
  ])("$port is refused: $refused", ({ port, refused }) => {
    for (const key of ["p2pPort", "channelPort", "rpcPort"]) {
      const paths = runRules([portRange], stackOf({ [key]: port }, {})).map(({ path }) => path);
      expect(paths).toEqual(refused ? [`fisco.agencies.union.nodes.node0.${key}`] : []);
    }
  });

  test.each([
    { node0: { p2pPort: 30_300 }, node1: { p2pPort: 30_301 }, server: "u1", paths: [] },
    { node0: { p2pPort: 30_300 }, node1: { p2pPort: 30_300 }, server: "u2", paths: [] },
    {
      node0: { p2pPort: 30_300 },
      node1: { p2pPort: 30_300 },
      server: "u1",
      paths: ["fisco.agencies.union.nodes.node1.p2pPort"],
    },
    {
      node0: { p2pPort: 30_300, rpcPort: 30_300 },
      node1: {},
      server: "u1",
      paths: ["fisco.agencies.union.nodes.node0.rpcPort"],
    },
    {
      node0: { channelPort: 8545 },
      node1: { rpcPort: 8545 },
      server: "u1",
      paths: ["fisco.agencies.union.nodes.node1.rpcPort"],
    },
  ])("$node0 on u1 and $node1 on $server: $paths", ({ node0, node1, server, paths }) => {
    expect(runRules([portTwice], stackOf(node0, node1, server)).map(({ path }) => path)).toEqual(paths);
  });
});

test.each([
  { tier: "production" as const, level: "debug" as const, node: undefined, paths: ["fisco.logs.level"] },
  { tier: "production" as const, level: "trace" as const, node: undefined, paths: ["fisco.logs.level"] },
  { tier: "production" as const, level: "info" as const, node: undefined, paths: [] },
  {
    tier: "production" as const,
    level: "warning" as const,
    node: "trace" as const,
    paths: ["fisco.agencies.union.nodes.node0.logLevel"],
  },
  { tier: "economy" as const, level: "debug" as const, node: "trace" as const, paths: [] },
])("in $tier log level $level, of one node $node: $paths", ({ tier, level, node, paths }) => {
  const node0 = { server: "u1", ...(node ? { logLevel: node } : {}) };
  const stack = stackWith({ agencies: { union: { nodes: { node0 } } }, logs: { level } }, { tier });
  expect(runRules([logLevel], stack).map(({ path }) => path)).toEqual(paths);
});

const digest = `sha256:${"0".repeat(64)}`;
test.each([
  { reference: undefined, refused: false },
  { reference: `fiscoorg/fiscobcos@${digest}`, refused: false },
  { reference: `fiscoorg/fiscobcos:v2.9.1@${digest}`, refused: false },
  { reference: `registry.example.com:5000/fiscobcos:v2.9.0@${digest}`, refused: true },
  { reference: `fiscoorg/fiscobcos:v3.6.0@${digest}`, refused: true },
])("image $reference for 2.9.1 is refused: $refused", ({ reference, refused }) => {
  const images = { references: reference === undefined ? {} : { "fisco-bcos": reference } };
  const paths = runRules([imageVersion], stackWith({}, { images })).map(({ path }) => path);
  expect(paths).toEqual(refused ? ["images.references.fisco-bcos"] : []);
});

test("nodes on servers that nobody knows are another rule's business", () => {
  const stack = stackWith({}, { servers: serversOf({ u1: undefined }) });
  expect(runRules(fiscoStackRules, stack).map(({ rule }) => rule)).toEqual([]);
});
