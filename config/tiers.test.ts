import { expect, test } from "vitest";
import { limitsFor, reserveFor, roles, rowName } from "./tiers.js";

const tiers = ["trial", "economy", "production"] as const;
const everyRow = tiers.flatMap((tier) => roles.map((role) => [tier, role] as const));

test.each([
  ["trial", "kafka", { memoryMiB: 1024, heapMiB: 512 }],
  ["trial", "zookeeper", { memoryMiB: 512, heapMiB: 256 }],
  ["production", "orderer", { memoryMiB: 2048, cpus: 1 }],
  ["production", "peer", { memoryMiB: 6144, cpus: 3 }],
] as const)("%s/%s has the sizes its source gives", (tier, role, expected) => {
  expect(limitsFor(tier, role)).toMatchObject(expected);
});

test.each(everyRow)(
  "%s/%s leaves a JVM at least as much memory as its heap for page cache and itself",
  (tier, role) => {
    const { heapMiB = 0, memoryMiB } = limitsFor(tier, role);
    expect(memoryMiB).toBeGreaterThanOrEqual(2 * heapMiB);
  },
);

test.each(everyRow)("%s/%s says where its numbers come from", (tier, role) => {
  expect(limitsFor(tier, role).source).not.toBe("");
});

test.each(roles)("a higher tier never gives %s less", (role) => {
  for (const figure of ["memoryMiB", "cpus", "diskMiB"] as const) {
    const [trial = 0, economy = 0, production = 0] = tiers.map((tier) => limitsFor(tier, role)[figure]);
    expect(trial).toBeLessThanOrEqual(economy);
    expect(economy).toBeLessThanOrEqual(production);
  }
});

test("in trial the manual's network and a registry fit 20 GiB on 13 hosts", () => {
  const counts: Readonly<Record<string, number>> = {
    zookeeper: 3,
    kafka: 4,
    orderer: 3,
    peer: 3,
    chaincode: 3,
    registry: 1,
    couchdb: 0,
    "fisco-node": 0,
    "fisco-console": 0,
  };
  const services = roles.reduce(
    (sum, role) => sum + (counts[role] ?? 0) * limitsFor("trial", role).memoryMiB,
    0,
  );
  expect(services + 13 * reserveFor("trial").memoryMiB).toBeLessThan(20 * 1024);
});

test("a production peer with CouchDB, chaincode and system is what BCS gives one: 4 vCPUs, 8 GB", () => {
  const rows = (["peer", "couchdb", "chaincode"] as const).map((role) => limitsFor("production", role));
  expect(rows.reduce((sum, { cpus }) => sum + cpus, 0)).toBe(4);
  expect(rows.reduce((sum, { memoryMiB }) => sum + memoryMiB, reserveFor("production").memoryMiB)).toBe(8192);
});

test.each([
  { tier: "trial", cpus: 4, memoryGiB: 16, diskGiB: 300 },
  { tier: "economy", cpus: 8, memoryGiB: 16, diskGiB: 500 },
  { tier: "production", cpus: 16, memoryGiB: 32, diskGiB: 500 },
] as const)("in $tier two FISCO BCOS nodes take at most half of WeFe's union host", ({ tier, ...host }) => {
  const row = limitsFor(tier, "fisco-node");
  expect(2 * row.cpus).toBeLessThanOrEqual(host.cpus / 2);
  expect(2 * row.memoryMiB).toBeLessThanOrEqual((host.memoryGiB / 2) * 1024);
  expect(2 * row.diskMiB).toBeLessThanOrEqual((host.diskGiB / 2) * 1024);
});

test("messages call a row by tier and role", () => {
  expect(rowName("production", "peer")).toBe("production/peer");
});
