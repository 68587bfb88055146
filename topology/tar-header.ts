/** Size of a tar header; contents are padded to a multiple of it. */
export const blockBytes = 512;

/** The ustar header of a regular file, without time or owner. The path has at most 100 bytes. */
export function fileHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  header.write(path, 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  writeSize(header, size);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Eleven octal digits hold up to 8 GiB; above that the number is binary, marked by the first bit. */
function writeSize(header: Buffer, size: number): void {
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    header.writeBigUInt64BE(BigInt(size), 128);
    header.writeUInt8(0x80, 124);
  }
}
