import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPins } from "./read-pins.js";

const a = "a".repeat(64);
const b = "b".repeat(64);
const settings = {
  path: "vendor/wefe.tar",
  checksums: "vendor/SHA256SUMS",
  images: { amd64: [{ path: "vendor/x86_64/all.tar" }], arm64: [] },
};

test("a file of checksums that is not there, once and not for each file", async () => {
  const { of, findings } = await readPins(settings, "/nowhere", "package and images");
  expect(of.size).toBe(0);
  expect(findings).toMatchObject([
    { path: "wefe.package.checksums", rule: "package-pin", found: expect.stringContaining("ENOENT") },
  ]);
});

test("the file of checksums is read from the project", async () => {
  const project = mkdtempSync(join(tmpdir(), "pins-"));
  writeFileSync(join(project, "SHA256SUMS"), `${a}  vendor/wefe.tar\n${b}  vendor/x86_64/all.tar\n`);
  const { of, findings } = await readPins(
    { ...settings, checksums: "SHA256SUMS" },
    project,
    "package and images",
  );
  expect(findings).toEqual([]);
  expect([...of]).toEqual([
    ["vendor/wefe.tar", a],
    ["vendor/x86_64/all.tar", b],
  ]);
});
