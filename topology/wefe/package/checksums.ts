import { isAbsolute, join, resolve } from "node:path";

/** A line of a file of checksums. */
export interface ChecksumLine {
  /** From 1. */
  readonly line: number;
  readonly sha256: string;
  /** As written. */
  readonly path: string;
}

/** A file of checksums as it was read. */
export interface Checksums {
  readonly lines: readonly ChecksumLine[];
  /** Numbers of lines that are none. */
  readonly unreadable: readonly number[];
}

/**
 * Reads what `sha256sum FILE…` writes: `HEX  PATH`, `HEX *PATH` for binary mode, and a backslash before a line whose path
 * it had to escape (GNU coreutils manual, "md5sum invocation"). Empty lines and `#` lines say nothing.
 */
export function parseChecksums(text: string): Checksums {
  const lines: ChecksumLine[] = [];
  const unreadable: number[] = [];
  for (const [at, written] of text.split("\n").entries()) {
    const one = written.replace(/\r$/, "");
    if (one.trim() === "" || one.startsWith("#")) continue;
    const [, escaped, sha256, path] = /^(\\?)([0-9a-fA-F]{64}) [ *](.+)$/.exec(one) ?? [];
    if (sha256 === undefined || path === undefined) unreadable.push(at + 1);
    else
      lines.push({
        line: at + 1,
        sha256: sha256.toLowerCase(),
        path: escaped === "\\" ? unescaped(path) : path,
      });
  }
  return { lines, unreadable };
}

/**
 * Lines that are for a file, wherever the file of checksums lies.
 * @param folder of the file of checksums, which its paths are relative to
 */
export function linesFor({ lines }: Checksums, folder: string, file: string): ChecksumLine[] {
  const wanted = resolve(file);
  return lines.filter(({ path }) => resolve(isAbsolute(path) ? path : join(folder, path)) === wanted);
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", r: "\r" };

function unescaped(path: string): string {
  return path.replaceAll(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
}
