import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Finding } from "../config/findings.js";
import { ruleGroups } from "../topology/rules/index.js";
import { stackWith } from "../topology/rules/testing/stack.js";
import { validateFile } from "./validate.js";

const project = join(import.meta.dirname, "..");
let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-validate-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function stackFile(stack: Readonly<Record<string, unknown>>): string {
  const path = join(directory, "Pulumi.test.yaml");
  const config = Object.fromEntries(
    Object.entries(stack).map(([key, value]) => [`consortium:${key}`, value]),
  );
  writeFileSync(path, stringify({ config }));
  return path;
}

async function findingsOf(file: string): Promise<Finding[]> {
  return JSON.parse((await validateFile(file, "json")).output) as Finding[];
}

test("every mistake of a file is shown at once, each at its place and by its rule", async () => {
  const found = await findingsOf(join(project, "test/stacks/bad.yaml"));
  expect(found.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    "accept[0] accept",
    "accept[1] accept",
    "dta unknown-key",
    "fabric.channels.MyChannel bad-name",
    "fabric.channels.mychannel.chaincodes.mycc.policy chaincode-policy",
    "fabric.channels.mychannel.organizations[1] channel-organization",
    "fabric.ordering.batch.absoluteMaxBytes message-size",
    "fabric.ordering.batch.timeout wrong-type",
    "fabric.ordering.kafka kafka-replication",
    "fabric.ordering.kafka.kafka2.id id-twice",
    'fabric.ordering.kafkaProperties["log.dirs"] kafka-property',
    "fabric.ordering.orderers.orderer1.server shared-server",
    "fabric.ordering.type consensus-version",
    "fabric.ordering.zookeeper zookeeper-quorum",
    "fabric.ordering.zookeeper.zookeeper2.server unknown-server",
    "fabric.organizations.Org1.anchors[0] anchor-unknown",
    "fabric.organizations.Org1.domain domain-twice",
    "fabric.organizations.Org1.peers.peer0.port port-unwritten",
    "fabric.organizations.Org5.peers organization-peers",
    "fabric.organizations.Org6.mspId msp-id-twice",
    "fabric.organizations.Org6.peers.peer0.port port-unwritten",
    "fabric.version not-built",
    "images.references.fabric-peer malformed",
    "servers single-zone",
    "servers.k1.hostKey missing",
    "servers.k2.memory server-fits",
    "servers.k3.ssh.jump jump-host",
    "servers.o2 port-twice",
    "servers.zk1.memory malformed",
    "servers.zk2.address address-twice",
    'servers["o1;reboot"] bad-name',
  ]);
});

test("every finding says what is wrong and what to do, by a rule that the reference lists", async () => {
  const known = ruleGroups.flatMap(({ rules }) => rules.map(({ id }) => id));
  for (const { path, rule, message, remedy } of await findingsOf(join(project, "test/stacks/bad.yaml"))) {
    expect(known, path).toContain(rule);
    expect(message, path).not.toBe("");
    expect(remedy, path).not.toBe("");
  }
});

test("for people the errors stand before the warnings", async () => {
  const { output } = await validateFile(join(project, "test/stacks/bad.yaml"), "text");
  const kinds = output.split("\n").flatMap((line) => /^(error|warning) /.exec(line)?.[1] ?? []);
  expect(kinds.lastIndexOf("error")).toBeLessThan(kinds.indexOf("warning"));
});

test.each([
  {
    change: { "servers.k1.hostKey": undefined },
    finding: {
      path: "servers.k1.hostKey",
      message: "missing",
      remedy: "give the server's public host key, e.g. from: ssh-keyscan -t ed25519 198.51.100.14",
    },
  },
  {
    change: { "servers.k1.memory": "6GiB" },
    finding: {
      path: "servers.k1.memory",
      rule: "server-fits",
      message: "too little memory for what it runs",
      found: "6GiB",
      allowed: "6656MiB or more: production/kafka 6GiB, 512MiB for the system",
    },
  },
  {
    change: { "fabric.ordering.orderers.orderer0": "o9" },
    finding: {
      path: "fabric.ordering.orderers.orderer0.server",
      rule: "unknown-server",
      found: "o9",
      remedy: 'did you mean "o1"?',
    },
  },
  {
    change: { "fabric.organizations.Org1.foreign": { bundle: "org1.json" } },
    finding: { path: "fabric.organizations.Org1.foreign", rule: "not-built" },
  },
  {
    change: { "fabric.channels.mychannel.organizations": [] },
    finding: {
      path: "fabric.channels.mychannel.organizations",
      rule: "out-of-range",
      allowed: "at least 1 entry",
    },
  },
])("one mistake in a good file is one error, with what a person needs: %j", async ({ change, finding }) => {
  const errors = (await findingsOf(stackFile(stackWith(change)))).filter(
    ({ severity }) => severity === "error",
  );
  expect(errors).toEqual([expect.objectContaining(finding)]);
});

test("a mistake in a service's server leaves the other servers' sizes judged", async () => {
  const stack = stackWith({ "fabric.ordering.orderers.orderer0": "o9", "servers.p1.cpus": 1 });
  const errors = (await findingsOf(stackFile(stack))).filter(({ severity }) => severity === "error");
  expect(errors.map(({ path }) => path)).toEqual([
    "fabric.ordering.orderers.orderer0.server",
    "servers.p1.cpus",
  ]);
});

test("a place in an inventory is named by its file", async () => {
  const { servers, ...rest } = stackWith({ "servers.k1.cpus": 1, "servers.k2.address": "198.51.100.14" });
  writeFileSync(join(directory, "hosts.yaml"), stringify(servers));
  const errors = (await findingsOf(stackFile({ ...rest, inventory: "hosts.yaml" }))).filter(
    ({ severity }) => severity === "error",
  );
  expect(errors.map(({ path }) => path)).toEqual(["hosts.yaml: k1.cpus", "hosts.yaml: k2.address"]);
});

/** A change that is warned of. */
const plaintext = { "fabric.ordering.tls": false };

test("a good file is judged good, with its warnings and what stands on each server", async () => {
  const { output, status } = await validateFile(stackFile(stackWith(plaintext)), "text");
  expect(status).toBe(0);
  expect(output).toMatch(/^warning fabric\.ordering\.tls: .* \[kafka-plaintext\]$/m);
  expect(output).toMatch(/^stack test, tier production, data keep: 16 services on 13 servers$/m);
  expect(output).toMatch(
    /^ {2}k1 +198\.51\.100\.14 +2 of 64 +6\.5 GiB of 256 GiB +200 GiB of 8 TiB +kafka1$/m,
  );
  expect(output).toMatch(/Pulumi\.test\.yaml: good, 0 errors, 1 warning\n$/);
});

test("an accepted warning is not shown again", async () => {
  const stack = stackWith({ ...plaintext, accept: ["kafka-plaintext"] });
  const { output, status } = await validateFile(stackFile(stack), "text");
  expect([output.includes("kafka-plaintext"), status]).toEqual([false, 0]);
});

test("what is accepted and does not occur is a warning, and no failure", async () => {
  const file = stackFile(stackWith({ accept: ["kafka-plaintext"] }));
  expect(await findingsOf(file)).toMatchObject([
    { path: "accept[0]", rule: "accept-unused", severity: "warning" },
  ]);
  expect((await validateFile(file, "text")).status).toBe(0);
});

test.each([
  { file: "test/stacks/bad.yaml", status: 1 },
  { file: "Pulumi.prod.yaml", status: 0 },
  { file: "nowhere.yaml", status: 2 },
  { file: "package.json", status: 1 },
])("$file ends with exit status $status", async ({ file, status }) => {
  expect((await validateFile(join(project, file), "text")).status).toBe(status);
});
