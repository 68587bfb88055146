import { extract } from "tar-stream";
import { expect, test } from "vitest";
import { type Entry, layerTar } from "./layer.js";

const entries: Entry[] = [
  { kind: "file", path: "/usr/bin/tool", mode: 0o755, content: "#!/bin/sh\n" },
  { kind: "link", path: "/bin/tool", target: "/usr/bin/tool" },
  { kind: "directory", path: "/data", owner: 1000 },
];

async function listing(tar: Buffer): Promise<string[]> {
  const lines: string[] = [];
  const reader = extract();
  reader.on("entry", (header, stream, next) => {
    const { name, mode = 0, uid, mtime, linkname } = header;
    lines.push(`${mode.toString(8)} ${uid} ${mtime?.getTime()} ${name}${linkname ? ` -> ${linkname}` : ""}`);
    stream.on("end", next);
    stream.resume();
  });
  const done = new Promise<void>((resolve) => reader.on("finish", () => resolve()));
  reader.end(tar);
  await done;
  return lines;
}

test("entries are sorted, dated at the epoch, owned by root, and parents are added", async () => {
  expect(await listing(await layerTar(entries))).toEqual([
    "755 0 0 bin/",
    "777 0 0 bin/tool -> /usr/bin/tool",
    "755 1000 0 data/",
    "755 0 0 usr/",
    "755 0 0 usr/bin/",
    "755 0 0 usr/bin/tool",
  ]);
});

test("the order in which entries are given does not matter", async () => {
  expect((await layerTar(entries)).equals(await layerTar([...entries].reverse()))).toBe(true);
});

test("a path with a name of more than 100 letters survives", async () => {
  const path = `/opt/${"long-".repeat(30)}name.jar`;
  expect((await listing(await layerTar([{ kind: "file", path, content: "" }]))).at(-1)).toBe(
    `644 0 0 ${path.slice(1)}`,
  );
});

test("a file given twice and a relative path are refused", async () => {
  const file: Entry = { kind: "file", path: "/a", content: "" };
  await expect(layerTar([file, file])).rejects.toThrow("/a: given twice");
  await expect(layerTar([{ kind: "file", path: "a", content: "" }])).rejects.toThrow(
    "a: not an absolute path",
  );
});
