import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Pack, pack } from "tar-stream";

/** One thing in an image's file system. Paths are absolute, owners are root unless said otherwise. */
export type Entry =
  | { readonly kind: "directory"; readonly path: string; readonly mode?: number; readonly owner?: number }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly mode?: number;
      readonly content: Uint8Array | string;
    }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

/**
 * A layer as an uncompressed tar. The same entries give the same bytes on every machine and in any order: sorted by
 * path, all times at the epoch, missing parent directories added (root, 0755).
 */
export async function layerTar(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  const collected = collect(archive);
  for (const entry of withParents(entries)) {
    const name = entry.path.slice(1);
    const common = { mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" };
    if (entry.kind === "file") {
      const content = Buffer.from(entry.content);
      archive.entry({ ...common, name, mode: entry.mode ?? 0o644, size: content.length }, content);
    } else if (entry.kind === "directory") {
      const owner = { uid: entry.owner ?? 0, gid: entry.owner ?? 0 };
      archive.entry({ ...common, ...owner, name: `${name}/`, type: "directory", mode: entry.mode ?? 0o755 });
    } else {
      archive.entry({ ...common, name, type: "symlink", linkname: entry.target, mode: 0o777 });
    }
  }
  archive.finalize();
  return collected;
}

/** All bytes a tar writer puts out; begin before the first entry, or the writer stalls when its buffer is full. */
export function collect(archive: Pack): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    archive.on("data", (chunk: unknown) => {
      if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    });
    archive.on("end", () => resolve(Buffer.concat(chunks)));
    archive.on("error", reject);
  });
}

function withParents(entries: readonly Entry[]): Entry[] {
  const all = new Map<string, Entry>();
  for (const entry of entries) {
    if (!entry.path.startsWith("/") || entry.path.endsWith("/"))
      throw new Error(`${entry.path}: not an absolute path`);
    const parts = entry.path.split("/").slice(1, -1);
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = `/${parts.slice(0, depth).join("/")}`;
      if (!all.has(path)) all.set(path, { kind: "directory", path });
    }
    if (all.get(entry.path)?.kind === "file") throw new Error(`${entry.path}: given twice`);
    all.set(entry.path, entry);
  }
  return [...all.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A file of this machine as an entry, executable where it is executable here. */
export async function fileEntry(path: string, from: string): Promise<Entry> {
  const { mode } = await stat(from);
  return { kind: "file", path, mode: mode & 0o111 ? 0o755 : 0o644, content: await readFile(from) };
}

/** Everything under a folder of this machine, placed under `path`; symbolic links stay links. */
export async function folderEntries(path: string, from: string): Promise<Entry[]> {
  const entries = await readdir(from, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry): Promise<Entry[]> => {
      const [to, source] = [`${path}/${entry.name}`, join(from, entry.name)];
      if (entry.isDirectory()) return folderEntries(to, source);
      if (entry.isSymbolicLink()) return [{ kind: "link", path: to, target: await readlink(source) }];
      return [await fileEntry(to, source)];
    }),
  );
  return nested.flat();
}
