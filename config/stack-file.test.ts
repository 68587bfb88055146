import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStackFile } from "./stack-file.js";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-stack-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

test("the keys of the namespace are read, those of others are not", () => {
  const path = written(
    "Pulumi.prod.yaml",
    "encryptionsalt: v1:abc\nconfig:\n  aws:region: eu\n  consortium:tier: trial\n  consortium:servers: { s1: { cpus: 2 } }\n",
  );
  expect(readStackFile(path)).toEqual({
    stack: "prod",
    directory,
    raw: { tier: "trial", servers: { s1: { cpus: 2 } } },
    findings: [],
  });
});

test("a secret stays unread: a placeholder stands for it", () => {
  const path = written(
    "secret.yaml",
    "config:\n  consortium:images: { credentials: { username: u, password: { secure: AAABcipher } } }\n",
  );
  expect(readStackFile(path).raw).toEqual({
    images: { credentials: { username: "u", password: "[secret]" } },
  });
});

test("a map that was set as JSON text is a map", () => {
  const path = written(
    "json.yaml",
    `config:\n  consortium:accept: '["kafka-plaintext"]'\n  consortium:inventory: "[x"\n`,
  );
  expect(readStackFile(path).raw).toEqual({ accept: ["kafka-plaintext"], inventory: "[x" });
});

test("a file that is not named as a stack gives its own name", () => {
  expect(readStackFile(written("lab13.yaml", "config: { 'consortium:tier': trial }")).stack).toBe("lab13");
});

test("paths are relative to the project that the file lies in", () => {
  mkdirSync(join(directory, "project/stacks"), { recursive: true });
  written("project/Pulumi.yaml", "name: consortium\n");
  const path = written("project/stacks/a.yaml", "config: { 'consortium:tier': trial }");
  expect(readStackFile(path).directory).toBe(join(directory, "project"));
});

test.each([
  ["no config", "name: consortium\n", "stack-file"],
  ["only other namespaces", "config: { 'aws:region': eu }\n", "stack-file"],
  ["an empty file", "", "stack-file"],
  ["a key without a namespace", "config: { tier: trial }\n", "namespace"],
  ["a misspelt namespace", "config: { 'consortum:tier': trial }\n", "namespace"],
  ["broken YAML", "config: { a\n", "yaml"],
  ["a key twice", "config:\n  consortium:tier: trial\n  consortium:tier: economy\n", "yaml"],
])("%s is a finding", (_, text, rule) => {
  expect(readStackFile(written("bad.yaml", text)).findings.map((finding) => finding.rule)).toEqual([rule]);
});

test("a file that is not there is a finding", () => {
  const path = join(directory, "nowhere.yaml");
  expect(readStackFile(path).findings).toEqual([expect.objectContaining({ path, rule: "file" })]);
});
