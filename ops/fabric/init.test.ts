import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Finding } from "../../config/findings.js";
import { newKey } from "../../hosts/ssh/test-server.js";
import { thirteenServers } from "../../topology/testing/stack.js";
import { validateFile } from "../validate.js";
import { reportOf, withHostKeys, writeStarter } from "./init.js";
import { type InitOptions, tell } from "./init-answers.js";

let directory = "";
let out = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-init-"));
  out = join(directory, "Pulumi.start.yaml");
});
afterEach(async () => rmSync(directory, { recursive: true }));

async function written(options: InitOptions): Promise<string> {
  const { answers } = await tell({ out, ...options }, undefined);
  writeStarter(answers, out, "keep");
  return readFileSync(out, "utf8");
}

async function errorsOf(file: string): Promise<string[]> {
  const findings = JSON.parse((await validateFile(file, "json")).output) as Finding[];
  return findings.filter(({ severity }) => severity === "error").map(({ path, rule }) => `${path} ${rule}`);
}

test.each([
  { servers: "1", keys: 1 },
  { servers: "4", keys: 4 },
  { servers: "4", tier: "economy", keys: 4 },
  { servers: "13", tier: "production", organizations: "Org1,Org5=org5.example.org:2", keys: 13 },
  {
    servers: "10.0.1.11,10.0.1.12,10.0.1.13,10.0.1.14,10.0.1.15",
    organizations: "Bank:2",
    user: "deploy",
    keys: 5,
  },
  { servers: "6", organizations: "123,Null=1.2,On", domain: "3.4", keys: 6 },
  { servers: "60", tier: "production", organizations: "A:20,B:20,C:20", keys: 60 },
] as const)("what it writes lacks the host keys and nothing else: %j", async ({ keys, ...options }) => {
  await written(options);
  const errors = await errorsOf(out);
  expect(errors).toHaveLength(keys);
  expect(errors.filter((error) => !/^servers\.\w+\.hostKey missing$/.test(error))).toEqual([]);
});

test("with the host keys in it the file is good", async () => {
  const { answers } = await tell({ out, servers: "10.0.1.11,10.0.1.12,10.0.1.13,10.0.1.14" }, undefined);
  const seen = ["11", "12", "13", "14"].map((last) => ({
    address: `10.0.1.${last}`,
    hostKey: newKey().public.trim(),
    fingerprint: `SHA256:of-${last}`,
  }));
  writeStarter(withHostKeys(answers, seen), out, "keep");
  expect(await errorsOf(out)).toEqual([]);
  const { text, complete } = reportOf(out, answers, seen, "asked");
  expect(complete).toBe(true);
  expect(text).toContain("Compare each fingerprint with the server's console");
  expect(text).toContain("  10.0.1.12  SHA256:of-12\n");
});

test("a server that showed no key is named, and the file is not complete", async () => {
  const { answers } = await tell({ out, servers: "10.0.1.11,10.0.1.12" }, undefined);
  const seen = [{ address: "10.0.1.11", hostKey: newKey().public.trim(), fingerprint: "SHA256:x" }];
  writeStarter(withHostKeys(answers, seen), out, "keep");
  const { text, complete } = reportOf(out, answers, seen, "asked");
  expect(complete).toBe(false);
  expect(text).toContain("10.0.1.12 showed no host key; write it into the file yourself");
  expect(await errorsOf(out)).toEqual(["servers.s2.hostKey missing"]);
});

test("each missing key is told with the command that shows it", async () => {
  const text = await written({ servers: "10.0.1.11" });
  expect(text).toContain("# hostKey: ssh-ed25519 AAAA…   from: ssh-keyscan -t ed25519 10.0.1.11");
});

test("an inventory is named, not copied, and needs nothing more", async () => {
  const hosts = join(directory, "hosts.yaml");
  writeFileSync(join(directory, "Pulumi.yaml"), "name: x\n");
  const key = newKey().public.trim();
  const servers = Object.entries(thirteenServers()).map(([name, server]) => [
    name,
    { ...server, hostKey: key },
  ]);
  writeFileSync(hosts, stringify(Object.fromEntries(servers)));
  const text = await written({ servers: hosts });
  expect(text).toContain('consortium:inventory: "hosts.yaml"');
  expect(text).not.toContain("consortium:servers:");
  expect(await errorsOf(out)).toEqual([]);
});

test("a file that is there is kept unless it is to be replaced", async () => {
  writeFileSync(out, "mine");
  const servers = "4";
  await expect(tell({ out, servers }, undefined)).rejects.toThrow(`--out: ${out} is there already`);
  const { answers } = await tell({ out, servers, force: true }, undefined);
  expect(() => writeStarter(answers, out, "keep")).toThrow("over it with --force");
  expect(readFileSync(out, "utf8")).toBe("mine");
  writeStarter(answers, out, "replace");
  expect(await errorsOf(out)).toHaveLength(4);
});

test.each([
  { options: {}, says: "--out is missing, and there is no terminal to ask on" },
  { options: { out: "Pulumi.new.yaml" }, says: "--servers is missing, and there is no terminal" },
  { options: { out: "stack.yaml" }, says: "--out: stack.yaml: Pulumi finds a stack's file by its name" },
  { options: { out: "/nowhere/Pulumi.a.yaml" }, says: "--out: /nowhere: there is no such folder" },
  {
    options: { out: "Pulumi.new.yaml", servers: "hosts.none" },
    says: "--servers: hosts.none: neither a number nor addresses, and there is no such file",
  },
  {
    options: { out: "Pulumi.new.yaml", servers: "package.json" },
    says: "--servers: the inventory has mistakes",
  },
] as const)("without a terminal $says", async ({ options, says }) => {
  await expect(tell(options, undefined)).rejects.toThrow(says);
});

test("a person is asked for what no option says; an empty answer takes the default, a wrong one is asked again", async () => {
  const asked: string[] = [];
  const replies = ["production", "", "dlt.example", "Org1:two", "Org1:2", "4"];
  const { answers } = await tell({ out }, async (question) => {
    asked.push(question);
    return replies.shift() ?? "";
  });
  expect(asked).toEqual([
    "Tier (trial, economy, production) [trial]: ",
    "Data on pulumi destroy (keep, delete) [keep]: ",
    "Domain of the ordering service [example.com]: ",
    "Organisations, NAME or NAME=DOMAIN:PEERS, with commas between [Org1,Org2]: ",
    "Organisations, NAME or NAME=DOMAIN:PEERS, with commas between [Org1,Org2]: ",
    "Servers: how many, their addresses with commas between, or a file with a map of servers: ",
  ]);
  expect(answers).toMatchObject({
    tier: "production",
    data: "keep",
    domain: "dlt.example",
    organizations: [{ name: "Org1", domain: "org1.dlt.example", peers: 2 }],
    servers: { kind: "listed" },
  });
});
