import { crc32 } from "node:zlib";
import { blockBytes, fileHeader } from "../tar-header.js";

/** A file of an archive, by its name. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * A tar archive (ustar) in the given order, with every field that could differ between machines set to a constant:
 * mode 0644, owner 0, time 0.
 * @throws Error on names over 100 bytes.
 */
export function tar(files: readonly ArchiveFile[]): Uint8Array {
  const parts = files.flatMap(({ name, content }) => {
    if (Buffer.byteLength(name) > 100) throw new Error(`archive name too long: ${name}`);
    return [
      fileHeader(name, content.length),
      content,
      new Uint8Array((blockBytes - (content.length % blockBytes)) % blockBytes),
    ];
  });
  // Two empty blocks end an archive.
  return Buffer.concat([...parts, new Uint8Array(2 * blockBytes)]);
}

/**
 * A gzip file that stores its content uncompressed (RFC 1952, RFC 1951 3.2.4): no name, no time, no compressor whose
 * version could change the bytes. Packages are a kilobyte, so size does not matter; the same bytes everywhere do.
 */
export function gzipStored(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  const largest = 0xffff;
  for (let at = 0; at === 0 || at < content.length; at += largest) {
    const piece = content.subarray(at, at + largest);
    const last = at + largest >= content.length;
    const head = Buffer.alloc(5);
    head.writeUInt8(last ? 1 : 0, 0);
    head.writeUInt16LE(piece.length, 1);
    head.writeUInt16LE(~piece.length & 0xffff, 3);
    parts.push(head, piece);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(content), 0);
  tail.writeUInt32LE(content.length >>> 0, 4);
  parts.push(tail);
  return Buffer.concat(parts);
}
