import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { sha256 } from "../topology/sha256.js";

/** SHA-256 of a file of any size. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** All files under `folder`, relative, sorted by name, so that the order is the same on every machine. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Tests and explanations lie beside what is built and change nothing of it. */
function isInput(file: string): boolean {
  return !file.endsWith(".test.ts") && !file.endsWith(".md");
}

/** One checksum over names, executable bits and contents of files and folders, plus free-form `facts`. */
export async function checksumOf(paths: readonly string[], facts: readonly string[] = []): Promise<string> {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) {
    const files = (await stat(path)).isDirectory() ? (await filesUnder(path)).filter(isInput) : [""];
    for (const file of files) {
      const full = file === "" ? path : join(path, file);
      const { mode } = await stat(full);
      hash.update(`${file}\0${mode & 0o111 ? "x" : "-"}\0${sha256(await readFile(full))}\0`);
    }
  }
  for (const fact of facts) hash.update(`${fact}\0`);
  return hash.digest("hex");
}
