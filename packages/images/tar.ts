import type { FileHandle } from "node:fs/promises";
import { blockBytes } from "../../topology/tar-header.js";

/** Where a member's content stands in the archive. */
export interface TarMember {
  /** Path as written, without a leading `./`. */
  readonly path: string;
  readonly offset: number;
  readonly size: number;
  /** Path of another member, when this one only points to it (symbolic or hard link). */
  readonly linksTo?: string;
}

/** What a tar header says a member is; `other` is what no archive of files or images needs (sparse files, volumes). */
export type TarKind = "file" | "directory" | "hard link" | "symbolic link" | "device" | "fifo" | "other";

/** A tar header as it is written, whatever it says: nothing of it is trusted. */
export interface TarHeader {
  /** Path as written, with a leading `./` or `/` if it has one. */
  readonly path: string;
  readonly kind: TarKind;
  /** Permission bits with set-id and sticky bits. */
  readonly mode: number;
  /** Target of a link as written. */
  readonly link: string;
  /** Where the content stands in the archive, in bytes. */
  readonly offset: number;
  readonly size: number;
}

/** Kinds by type flag (POSIX ustar, and GNU's old contiguous files). */
const kinds: Readonly<Record<string, TarKind>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "1": "hard link",
  "2": "symbolic link",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
};

/**
 * Reads the headers of a tar file: contents are stepped over, so that an archive of any size costs a few reads. Knows
 * ustar, GNU (long names, large sizes) and pax.
 * @throws Error when a header's checksum is wrong or the file ends inside a member.
 */
export async function readTarHeaders(file: FileHandle): Promise<TarHeader[]> {
  const { size: end } = await file.stat();
  const headers: TarHeader[] = [];
  let next: Record<string, string> = {};
  for (let at = 0; at + blockBytes <= end; ) {
    const header = await readRange(file, at, blockBytes);
    if (header.every((byte) => byte === 0)) return headers;
    if (!checksumFits(header)) throw new Error(`no tar header at byte ${at}`);
    const size = next.size === undefined ? numberAt(header, 124, 12) : Number(next.size);
    const offset = at + blockBytes;
    if (offset + size > end) throw new Error(`the file ends inside the member at byte ${at}`);
    const flag = String.fromCharCode(header[156] ?? 0);
    const content = async () => (await readRange(file, offset, size)).toString();
    if (flag === "x") next = { ...next, ...paxRecords(await content()) };
    else if (flag === "L") next = { ...next, path: untilNul(await content()) };
    else if (flag === "K") next = { ...next, linkpath: untilNul(await content()) };
    else if (flag !== "g") {
      const path = next.path ?? ustarPath(header);
      const kind = kinds[flag] ?? "other";
      headers.push({
        path,
        // Before POSIX a directory was a file whose name ends with a slash.
        kind: kind === "file" && path.endsWith("/") ? "directory" : kind,
        mode: numberAt(header, 100, 8),
        link: next.linkpath ?? textAt(header, 157, 100),
        offset,
        size,
      });
      next = {};
    }
    at = offset + Math.ceil(size / blockBytes) * blockBytes;
  }
  throw new Error("the file ends before the end of the archive");
}

/**
 * Lists a tar file whose members are looked up by path, such as an image archive.
 * @throws Error when a header's checksum is wrong or the file ends inside a member.
 */
export async function listTar(file: FileHandle): Promise<TarMember[]> {
  return (await readTarHeaders(file)).map(({ path: written, kind, link, offset, size }) => {
    const path = plain(written);
    if (kind === "hard link") return { path, offset, size, linksTo: plain(link) };
    if (kind === "symbolic link") return { path, offset, size, linksTo: besides(path, link) };
    return { path, offset, size };
  });
}

/** Exactly `size` bytes from `offset`. @throws Error when the file is shorter. */
export async function readRange(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  let have = 0;
  while (have < size) {
    const { bytesRead } = await file.read(buffer, have, size - have, offset + have);
    if (bytesRead === 0) throw new Error(`the file ends at byte ${offset + have}`);
    have += bytesRead;
  }
  return buffer;
}

function numberAt(header: Buffer, offset: number, length: number): number {
  if (((header[offset] ?? 0) & 0x80) !== 0) return Number(header.readBigUInt64BE(offset + length - 8));
  return Number.parseInt(textAt(header, offset, length).trim() || "0", 8);
}

function checksumFits(header: Buffer): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === numberAt(header, 148, 8);
}

function textAt(header: Buffer, offset: number, length: number): string {
  return untilNul(header.toString("utf8", offset, offset + length));
}

function untilNul(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}

function ustarPath(header: Buffer): string {
  const prefix = textAt(header, 257, 5) === "ustar" && header[262] === 0 ? textAt(header, 345, 155) : "";
  const name = textAt(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Records of a pax header: `LENGTH KEY=VALUE\n`. */
function paxRecords(text: string): Record<string, string> {
  const bytes = Buffer.from(text);
  const records: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString("utf8", at, at + 20), 10);
    if (!(length > 0)) throw new Error("a pax header cannot be read");
    const record = bytes.toString("utf8", at, at + length - 1);
    const [key, ...value] = record.slice(record.indexOf(" ") + 1).split("=");
    if (key === "path" || key === "linkpath" || key === "size") records[key] = value.join("=");
    at += length;
  }
  return records;
}

function plain(path: string): string {
  return path.replace(/^(\.\/)+/, "");
}

/** What a symbolic link at `path` points to, as a path in the archive. */
function besides(path: string, target: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
