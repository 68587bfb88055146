import { type StructuredPatchHunk, structuredPatch } from "diff";

/** Lines of agreement shown around a difference, as `diff -u` does. */
const context = 3;

/**
 * The difference of two texts as `diff -u` shows it; empty when they are equal. An absent text is `undefined`.
 * @param path named in the head, as `a/<path>` and `b/<path>`
 */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return "";
  const named = path.replace(/^\//, "");
  const from = before === undefined ? "/dev/null" : `a/${named}`;
  const to = after === undefined ? "/dev/null" : `b/${named}`;
  const { hunks } = structuredPatch(from, to, before ?? "", after ?? "", undefined, undefined, { context });
  return [`--- ${from}`, `+++ ${to}`, ...hunks.flatMap(linesOf), ""].join("\n");
}

function linesOf({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): string[] {
  return [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...lines];
}

/** As `diff -u` writes it: one line is named without its count, and of a side without lines the line before. */
function range(start: number, lines: number): string {
  if (lines === 1) return `${start}`;
  return `${lines === 0 ? start - 1 : start},${lines}`;
}
