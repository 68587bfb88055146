import { createHash, type Hash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { lstat, open, readdir, readlink, stat } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { Readable } from "node:stream";
import type { Finding } from "../../config/findings.js";
import {
  entryAt,
  type FoundEntry,
  judgeEntries,
  listingDigest,
} from "../../topology/wefe/package/entries.js";
import { packageFinding } from "../../topology/wefe/package/findings.js";
import type { PackageEntry, PackageFiles } from "../../topology/wefe/package/types.js";
import { readTarHeaders, type TarHeader } from "../images/tar.js";
import { type KnownDigests, nothingKnown } from "./digest-cache.js";

/** A package on this machine: its listing, and its content by streams. */
export interface ReadPackage extends PackageFiles {
  readonly kind: "tar" | "directory";
  /** Content of a file as a stream, links followed. @throws Error when there is no such file. */
  content(path: string): Readable;
}

/** A package, or why it cannot be used. */
export type PackageReading =
  | { readonly ok: true; readonly files: ReadPackage }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Texts larger than this are no configuration. */
const largestTextBytes = 4 * 1024 ** 2;

/** What is held in memory of a file at a time. */
const pieceBytes = 1024 ** 2;

/** Where a file's content stands on this machine. */
interface Stored {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * Lists a directory or a tar with the checksum of every file; contents pass through memory piece by piece.
 * @param known checksums of files that need not be read for them
 */
export async function readPackage(path: string, known: KnownDigests = nothingKnown): Promise<PackageReading> {
  try {
    const found = await stat(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (found === undefined) return { ok: false, findings: [missing(path)] };
    return found.isDirectory() ? await readDirectory(path, known) : await readTar(path, known);
  } catch (error) {
    return { ok: false, findings: [unreadable(path, error)] };
  }
}

async function readTar(path: string, known: KnownDigests): Promise<PackageReading> {
  const file = await open(path, "r");
  let headers: readonly TarHeader[];
  try {
    const magic = Buffer.alloc(2);
    await file.read(magic, 0, 2, 0);
    if (magic.equals(Buffer.from([0x1f, 0x8b])))
      throw new Error(`is compressed with gzip; unpack it: gunzip < ${basename(path)} > package.tar`);
    headers = await readTarHeaders(file);
  } finally {
    await file.close();
  }
  const [digest = "", ...members] = await known.of(path, "tar", () => hashTar(path, headers));
  const byPath = new Map(headers.map((header, at) => [normal(header.path), at]));
  const stored = new Map<string, Stored>();
  const found = headers.map((header, at): FoundEntry => {
    // A hard link is the file whose content it shares.
    const first = header.kind === "hard link" ? byPath.get(normal(header.link)) : at;
    const content = first === undefined ? undefined : headers[first];
    const kind = kindOf(header, content);
    const size = kind === "file" ? (content?.size ?? 0) : 0;
    if (kind === "file") stored.set(normal(header.path), { file: path, offset: content?.offset ?? 0, size });
    return {
      path: header.path,
      kind,
      mode: header.mode,
      size,
      sha256: (first === undefined ? undefined : members[first]) ?? "",
      target: header.link,
    };
  });
  return judged(found, stored, "tar", () => digest);
}

function kindOf({ kind }: TarHeader, content: TarHeader | undefined): FoundEntry["kind"] {
  if (kind === "symbolic link") return "link";
  if (kind === "hard link") return content?.kind === "file" ? "file" : "other";
  return kind;
}

/** Checksums of the whole tar and then of each member, in one pass. */
async function hashTar(path: string, headers: readonly TarHeader[]): Promise<string[]> {
  const whole = createHash("sha256");
  const members: string[] = [];
  let at = 0;
  let current: Hash = createHash("sha256");
  const finish = () => {
    members.push(current.digest("hex"));
    current = createHash("sha256");
  };
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    whole.update(piece);
    for (;;) {
      const member = headers[members.length];
      if (!member) break;
      const end = member.offset + member.size;
      const from = Math.max(member.offset, at);
      const to = Math.min(end, at + piece.length);
      if (from < to) current.update(piece.subarray(from - at, to - at));
      if (end > at + piece.length) break;
      finish();
    }
    at += piece.length;
  }
  return [whole.digest("hex"), ...members];
}

async function readDirectory(path: string, known: KnownDigests): Promise<PackageReading> {
  const found: FoundEntry[] = [];
  const stored = new Map<string, Stored>();
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(path, folder))).sort()) {
      const at = folder === "" ? name : `${folder}/${name}`;
      // A name that is not UTF-8 is read wrongly and leads to no file: it is refused by name.
      if (name.includes("\ufffd")) {
        found.push({ path: at, kind: "other", mode: 0, size: 0, sha256: "", target: "" });
        continue;
      }
      const file = join(path, at);
      const { mode, size, ...entry } = await lstat(file).then((s) => ({
        mode: s.mode & 0o7777,
        size: s.isFile() ? s.size : 0,
        kind: statKind(s),
      }));
      const common = { path: at, mode, size, sha256: "", target: "" };
      if (entry.kind === "file") {
        stored.set(at, { file, offset: 0, size });
        found.push({ ...common, kind: "file", sha256: await fileDigest(file, known) });
      } else if (entry.kind === "link") found.push({ ...common, kind: "link", target: await readlink(file) });
      else found.push({ ...common, kind: entry.kind });
      if (entry.kind === "directory") await walk(at);
    }
  };
  await walk("");
  return judged(found, stored, "directory", listingDigest);
}

function statKind(s: Awaited<ReturnType<typeof lstat>>): FoundEntry["kind"] {
  if (s.isFile()) return "file";
  if (s.isDirectory()) return "directory";
  if (s.isSymbolicLink()) return "link";
  if (s.isFIFO()) return "fifo";
  return s.isBlockDevice() || s.isCharacterDevice() ? "device" : "other";
}

/** Checksum of a file in hexadecimal, read piece by piece unless it is known. */
export async function fileDigest(path: string, known: KnownDigests = nothingKnown): Promise<string> {
  const [digest = ""] = await known.of(path, "file", async () => {
    const hash = createHash("sha256");
    for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) hash.update(piece);
    return [hash.digest("hex")];
  });
  return digest;
}

function judged(
  given: readonly FoundEntry[],
  stored: ReadonlyMap<string, Stored>,
  kind: ReadPackage["kind"],
  digestOf: (found: readonly PackageEntry[]) => string,
): PackageReading {
  const { root, entries, found, findings } = judgeEntries(given);
  if (findings.length > 0) return { ok: false, findings };
  const at = (path: string): Stored | undefined => {
    const entry = entryAt({ entries }, path);
    return entry?.kind === "file" ? stored.get(posix.join(root, entry.path)) : undefined;
  };
  return {
    ok: true,
    files: {
      kind,
      entries,
      digest: digestOf(found),
      text(path) {
        const part = at(path);
        if (!part || part.size > largestTextBytes) return undefined;
        return readPart(part).toString("utf8");
      },
      content(path) {
        const part = at(path);
        if (!part) throw new Error(`the package has no file ${path}`);
        if (part.size === 0) return Readable.from([]);
        return createReadStream(part.file, { start: part.offset, end: part.offset + part.size - 1 });
      },
    },
  };
}

function readPart({ file, offset, size }: Stored): Buffer {
  const bytes = Buffer.alloc(size);
  const handle = openSync(file, "r");
  try {
    let have = 0;
    while (have < size) {
      const read = readSync(handle, bytes, have, size - have, offset + have);
      if (read === 0) throw new Error(`${file} became shorter while it was read`);
      have += read;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

const normal = (path: string) => posix.normalize(path).replace(/\/$/, "");

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

const allowed = "a tar that is not compressed, or the folder it unpacks to";

function missing(path: string): Finding {
  return packageFinding("package-missing", {
    message: "there is no such file or folder",
    found: path,
    allowed,
    remedy: "get the vendor's package, or correct wefe.package.path (relative to the project)",
  });
}

function unreadable(path: string, error: unknown): Finding {
  return packageFinding("package-missing", {
    message: "the package cannot be read",
    found: `${path}: ${error instanceof Error ? error.message : String(error)}`,
    allowed,
    remedy: "get it again, or name the folder that it unpacks to",
  });
}
