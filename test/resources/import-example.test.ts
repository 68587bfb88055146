import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { isSecret, type Registration, revealed, underMocks } from "./program.js";

const docs = join(import.meta.dirname, "../../docs");
const page = readFileSync(join(docs, "import.md"), "utf8");
const secret = "consortium:registryPassword";

let all: Registration[] = [];
let exported: Readonly<Record<string, unknown>> = {};

beforeAll(async () => {
  all = await underMocks("prod", async () => {
    pulumi.runtime.setAllConfig({ [secret]: "open sesame" }, [secret]);
    exported = await import("../../docs/examples/import/index.js");
  });
}, 120_000);

function named(name: string): Registration {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`nothing registers ${name}`);
  return found;
}

test.each([
  ["index.ts", "ts"],
  ["Pulumi.yaml", "yaml"],
  ["package.json", "json"],
])("docs/import.md shows docs/examples/import/%s as it is", (file, language) => {
  const text = readFileSync(join(docs, "examples/import", file), "utf8");
  expect(page).toContain(`\`\`\`${language}\n${text}\`\`\`\n`);
});

test("a network without Fabric stands in the component with what belongs to the stack as a whole", () => {
  const below = all.filter(({ parent }) => parent.endsWith("::chain"));
  expect(below.map(({ name }) => name).sort()).toEqual([
    "f1",
    "f2",
    "f3",
    "f4",
    "fisco",
    "images",
    "network-id",
    "network-teardown",
    "preflight",
  ]);
  expect(below.flatMap(({ aliases }) => aliases)).toEqual([]);
});

test("the registry's password reaches the servers as the secret that it is", () => {
  const { registryAuth } = named("f1-docker").inputs;
  expect(isSecret(registryAuth)).toBe(true);
  expect(JSON.stringify(revealed(registryAuth))).toContain("open sesame");
});

test("a record of the DNS is made when the whole network works", () => {
  const { inputs, dependsOn, parent } = named("node0-name");
  expect(inputs.create).toContain("update add node0.chain.example.com. 300 A 198.51.100.31");
  expect(dependsOn).toEqual(expect.arrayContaining(["fisco-formed", "fisco-console-ready"]));
  expect(parent).not.toContain("consortium:");
});

test("the program gives out what the network tells it", async () => {
  expect(exported.endpoints).toEqual({
    node0: "198.51.100.31:20200",
    node1: "198.51.100.32:20200",
    node2: "198.51.100.33:20200",
    node3: "198.51.100.34:20200",
  });
  expect(await pulumi.isSecret(exported.sdks as pulumi.Output<unknown>)).toBe(true);
});
