import { crc32 } from "./crc32.js";

/** A file of an archive, by its name. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const block = 512;

/**
 * A tar archive (ustar) in the given order, with every field that could differ between machines set to a constant:
 * mode 0644, owner 0, time 0.
 * @throws Error on names over 100 bytes.
 */
export function tar(files: readonly ArchiveFile[]): Uint8Array {
  const parts = files.flatMap(({ name, content }) => [
    header(name, content.length),
    content,
    new Uint8Array((block - (content.length % block)) % block),
  ]);
  // Two empty blocks end an archive.
  return Buffer.concat([...parts, new Uint8Array(2 * block)]);
}

function header(name: string, size: number): Uint8Array {
  if (Buffer.byteLength(name) > 100) throw new Error(`archive name too long: ${name}`);
  const bytes = Buffer.alloc(block);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  bytes.write(name, 0);
  bytes.write(octal(0o644, 7), 100);
  bytes.write(octal(0, 7), 108);
  bytes.write(octal(0, 7), 116);
  bytes.write(octal(size, 11), 124);
  bytes.write(octal(0, 11), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write("0", 156);
  bytes.write("ustar\x0000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
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
