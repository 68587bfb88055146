import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { teardownRefusal } from "./may-tear-down.js";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-teardown-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function stackFile(lines: string): string {
  const file = join(directory, "Pulumi.x.yaml");
  writeFileSync(file, lines);
  return file;
}

test("a stack whose data is to be deleted may go", () => {
  expect(
    teardownRefusal(stackFile("config:\n  consortium:tier: trial\n  consortium:data: delete\n")),
  ).toBeUndefined();
});

test.each([
  { lines: "config:\n  consortium:data: keep\n", says: 'consortium:data is "keep"' },
  { lines: "config:\n  consortium:tier: trial\n", says: "consortium:data is nothing, which means keep" },
  { lines: "config:\n  consortium:data: Delete\n", says: 'consortium:data is "Delete"' },
  { lines: "config:\n  other:data: delete\n", says: "has no `config:` with keys of the namespace" },
  { lines: "config:\n  consortium:data: delete\n  consortium:data: keep\n", says: "the same key twice" },
])("refused: $says", ({ lines, says }) => {
  expect(teardownRefusal(stackFile(lines))).toContain(says);
});

test("refused: a stack that has no file", () => {
  expect(teardownRefusal(join(directory, "Pulumi.none.yaml"))).toContain("there is no such file");
});
