import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadStack, readStackFile } from "../../config/load.js";
import { checkStack } from "../../topology/check.js";
import { bigServer } from "../../topology/rules/testing/stack.js";

const project = join(import.meta.dirname, "../..");

/** The example as it is, with small hosts in place of those that the lab writes. */
function judge(
  file: string,
  hosts: readonly string[] | undefined,
  size = { cpus: 2, memory: "4GiB", disk: "20GiB" },
) {
  const { stack, raw, findings } = readStackFile(join(project, file));
  const { inventory: _inventory, ...rest } = raw;
  const servers = hosts?.map((name, index) => [name, bigServer(`10.231.0.${11 + index}`, size)]);
  const own = servers ? { ...rest, servers: Object.fromEntries(servers) } : raw;
  const loaded = loadStack(own, { stack, directory: project });
  return checkStack({ ...loaded, findings: [...findings, ...loaded.findings] });
}

const demo = ["s1", "s2", "s3", "s4"];
const thirteen = ["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4", "o1", "o2", "o3", "p1", "p2", "p3"];

/** Stack files, and the schema that each names for editors. */
const schemas = ["", "bench", "test/stacks"].flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(project, file), "utf8");
      const schema = /^# yaml-language-server: \$schema=(.*)$/m.exec(text)?.[1];
      return schema === undefined ? [] : [{ file, schema }];
    }),
);

test.each(schemas)("the schema that $file names is there: $schema", ({ file, schema }) => {
  expect(existsSync(join(project, dirname(file), schema))).toBe(true);
});

test.each([
  { file: "Pulumi.prod.yaml", hosts: undefined, services: 16, warnings: [] },
  { file: "Pulumi.dev.yaml", hosts: demo, services: 17, warnings: [] },
  { file: "test/stacks/lab13.yaml", hosts: thirteen, services: 17, warnings: [] },
])("$file is good, on small lab hosts too", ({ file, hosts, services, warnings }) => {
  const { findings, good } = judge(file, hosts);
  expect(findings.map(({ rule }) => rule)).toEqual(warnings);
  expect(good?.plan.services).toHaveLength(services);
});

/** The federations by their files alone: what their packages bring is not here. */
test.each([
  { file: "Pulumi.wefe-prod.yaml", hosts: undefined, nodes: ["node0", "node1", "node2", "node3"] },
  { file: "Pulumi.wefe-demo.yaml", hosts: ["u1", "m1"], nodes: ["node0", "node1"] },
])("$file is good", ({ file, hosts, nodes }) => {
  const { findings, good } = judge(file, hosts, { cpus: 16, memory: "64GiB", disk: "500GiB" });
  expect(findings).toEqual([]);
  expect(good?.plan.services.filter(({ role }) => role === "fisco-node").map(({ name }) => name)).toEqual(
    nodes,
  );
});

test("the demo and the lab's 13 hosts run the network of the production example", () => {
  const names = (file: string, hosts: readonly string[] | undefined) =>
    judge(file, hosts)
      .good?.plan.services.map(({ name }) => name)
      .filter((name) => name !== "registry");
  const production = names("Pulumi.prod.yaml", undefined);
  expect(names("Pulumi.dev.yaml", demo)).toEqual(production);
  expect(names("test/stacks/lab13.yaml", thirteen)).toEqual(production);
});
