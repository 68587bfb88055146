import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checksumOf } from "./checksum.js";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "checksum-"));
  await mkdir(join(path, "sub"));
  await writeFile(join(path, "a"), "one");
  await writeFile(join(path, "sub", "b"), "two");
  return path;
}

test("the same files in another folder have the same checksum", async () => {
  expect(await checksumOf([await folder()])).toBe(await checksumOf([await folder()]));
});

test("a test or an explanation in a folder is no input", async () => {
  const more = await folder();
  await writeFile(join(more, "a.test.ts"), "");
  await writeFile(join(more, "README.md"), "");
  expect(await checksumOf([more])).toBe(await checksumOf([await folder()]));
});

test("content, name, executable bit and facts each change it", async () => {
  const first = await checksumOf([await folder()]);
  const content = await folder();
  await writeFile(join(content, "sub", "b"), "three");
  const name = await folder();
  await writeFile(join(name, "c"), "");
  const mode = await folder();
  await chmod(join(mode, "a"), 0o755);
  const sums = [
    await checksumOf([content]),
    await checksumOf([name]),
    await checksumOf([mode]),
    await checksumOf([await folder()], ["go 1.26"]),
  ];
  expect(new Set([first, ...sums]).size).toBe(5);
});
