import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "tar-stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileHeader } from "../../topology/tar-header.js";
import { listTar, type TarMember } from "./tar.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "tar-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function list(bytes: Buffer): Promise<TarMember[]> {
  const path = join(directory, "x.tar");
  await writeFile(path, bytes);
  const file = await open(path, "r");
  try {
    return await listTar(file);
  } finally {
    await file.close();
  }
}

const end = Buffer.alloc(1024);

test("a name longer than a header's field comes from a pax record", async () => {
  const archive = pack();
  const name = `${"directory/".repeat(30)}file`;
  archive.entry({ name }, "content");
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  expect(await list(Buffer.concat(chunks))).toMatchObject([{ path: name, size: 7 }]);
});

test("a name longer than a header's field comes from a GNU record", async () => {
  const name = `${"directory/".repeat(20)}file`;
  const record = fileHeader("././@LongLink", name.length + 1);
  record.write("L", 156);
  record.write("        ", 148);
  const sum = record.reduce((total, byte) => total + byte, 0);
  record.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const content = Buffer.alloc(512);
  content.write(name);
  expect(await list(Buffer.concat([record, content, fileHeader("short", 0), end]))).toMatchObject([
    { path: name, size: 0, offset: 1536 },
  ]);
});

test("what we write we read", async () => {
  const content = Buffer.alloc(1024, "c");
  expect(await list(Buffer.concat([fileHeader("a", 1000), content, fileHeader("b/c", 0), end]))).toEqual([
    { path: "a", offset: 512, size: 1000 },
    { path: "b/c", offset: 2048, size: 0 },
  ]);
});

test("a header with a wrong checksum is no header", async () => {
  const header = fileHeader("a", 0);
  header.write("b", 0);
  await expect(list(Buffer.concat([header, end]))).rejects.toThrow("no tar header at byte 0");
});

test("a file without the closing blocks is cut off", async () => {
  await expect(list(fileHeader("a", 0))).rejects.toThrow("the file ends before the end of the archive");
});
