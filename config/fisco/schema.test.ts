import { describe, expect, test } from "vitest";
import { loadStack } from "../load.js";

const chain = { version: "2.9.1", agencies: { union: { nodes: { node0: "u1" } } } };

const load = (fisco: Readonly<Record<string, unknown>>) =>
  loadStack({ servers: {}, fisco }, { stack: "test", directory: "/" });

test("what a chain says least, with every default", () => {
  const { settings, findings } = load(chain);
  expect(findings).toEqual([]);
  expect(settings?.fisco).toEqual({
    version: "2.9.1",
    chainId: 1,
    groupId: 1,
    agencies: { union: { nodes: { node0: { server: "u1" } } } },
    acceptNoFaultTolerance: false,
    sdkCertificate: "rsa",
    certificates: { validityDays: 3650 },
    logs: { level: "info", keep: 604_800_000, maxFileSize: 209_715_200 },
    genesis: { maxTransactions: 1000, gasLimit: 300_000_000, timeout: 3000 },
  });
});

test("a node with everything written", () => {
  const node1 = { server: "u2", p2pPort: 30_300, channelPort: 20_200, rpcPort: 8545, logLevel: "warning" };
  const { settings, findings } = load({ ...chain, agencies: { union: { nodes: { node1 } } } });
  expect(findings).toEqual([]);
  expect(settings?.fisco?.agencies.union?.nodes.node1).toEqual(node1);
});

describe("refused by the schema", () => {
  test.each([
    { change: { version: "2.9" }, path: "fisco.version" },
    { change: { version: 2.9 }, path: "fisco.version" },
    { change: { chainId: 0 }, path: "fisco.chainId" },
    { change: { groupId: 32_768 }, path: "fisco.groupId" },
    { change: { agencies: undefined }, path: "fisco.agencies" },
    { change: { agencies: { "a b": { nodes: {} } } }, path: 'fisco.agencies["a b"]' },
    { change: { agencies: { union: { nodes: { node0: 5 } } } }, path: "fisco.agencies.union.nodes.node0" },
    { change: { sdkCertificate: "sm2" }, path: "fisco.sdkCertificate" },
    { change: { certificates: { validityDays: 0 } }, path: "fisco.certificates.validityDays" },
    { change: { logs: { level: "verbose" } }, path: "fisco.logs.level" },
    { change: { logs: { keep: "30m" } }, path: "fisco.logs.keep" },
    { change: { logs: { maxFileSize: "100KiB" } }, path: "fisco.logs.maxFileSize" },
    { change: { logs: { maxFileSize: "1048577B" } }, path: "fisco.logs.maxFileSize" },
    { change: { genesis: { timeout: "2s" } }, path: "fisco.genesis.timeout" },
    { change: { genesis: { timeout: "3500ms" } }, path: "fisco.genesis.timeout" },
    { change: { genesis: { gasLimit: 1 } }, path: "fisco.genesis.gasLimit" },
    { change: { genesis: { timestamp: 1 } }, path: "fisco.genesis.timestamp" },
  ])("$change", ({ change, path }) => {
    expect(load({ ...chain, ...change }).findings.map((finding) => finding.path)).toEqual([path]);
  });
});
