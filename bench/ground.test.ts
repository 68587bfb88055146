import { expect, test } from "vitest";
import { loadStack, readStackFile } from "../config/load.js";
import { hostNames } from "../lab/names.js";
import { root, source } from "../ops/checkout.js";
import { checkStack } from "../topology/check.js";
import { bigServer } from "../topology/rules/testing/stack.js";
import { imagesByServer, stackOf, strangerAmong } from "./ground.js";
import type { Size } from "./schedule.js";

/** A size's stack file with hosts as the benchmark makes them. */
function judge(servers: Size, capacity: { readonly cpus: number; readonly memory: string }) {
  const { raw, findings } = readStackFile(source("bench", `stack-${servers}.yaml`));
  const { inventory: _inventory, ...rest } = raw;
  const hosts = hostNames(servers).map((name, index) => [
    name,
    bigServer(`10.231.0.${11 + index}`, { ...capacity, disk: "20GiB" }),
  ]);
  const own = { ...rest, servers: Object.fromEntries(hosts) };
  const loaded = loadStack(own, { stack: stackOf(servers), directory: root });
  return checkStack({ ...loaded, findings: [...findings, ...loaded.findings] });
}

const small = { cpus: 2, memory: "4GiB" };

test.each([
  { servers: 1, capacity: { cpus: 5, memory: "6GiB" }, services: 8 },
  { servers: 4, capacity: small, services: 16 },
  { servers: 13, capacity: small, services: 16 },
] as const)("the network of $servers servers is good on their hosts", ({ servers, capacity, services }) => {
  const { findings, good } = judge(servers, capacity);
  expect(findings.map(({ rule }) => rule)).toEqual([]);
  expect(good?.plan.services).toHaveLength(services);
});

test("4 and 13 servers run the same services", () => {
  const names = (servers: Size) => judge(servers, small).good?.plan.services.map(({ name }) => name);
  expect(names(4)).toEqual(names(13));
});

test("a server is given each image that it runs once", () => {
  const plan = judge(1, { cpus: 5, memory: "6GiB" }).good?.plan;
  expect(plan && Object.fromEntries(imagesByServer(plan))).toEqual({
    s1: ["fabric-zookeeper", "fabric-kafka", "fabric-orderer", "fabric-peer", "mycc"],
  });
});

test("containers of another stack are seen, those of an interrupted benchmark and unlabelled ones are not", () => {
  expect(strangerAmong({ zk1: "bench13\n", k1: "\nbench\n" })).toBeUndefined();
  expect(strangerAmong({ zk1: "bench13\n", k1: "bench13\ne2e\n" })).toEqual({ host: "k1", stack: "e2e" });
});
