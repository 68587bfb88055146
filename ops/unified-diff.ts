/** Lines of agreement shown around a difference, as `diff -u` does. */
const context = 3;

/** A line of a comparison: in both texts, only in the old one, or only in the new one. */
interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * The difference of two texts as `diff -u` shows it; empty when they are equal. An absent text is `undefined`.
 * @param path named in the head, as `a/<path>` and `b/<path>`
 */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return "";
  const named = path.replace(/^\//, "");
  const lines = compared(linesOf(before), linesOf(after));
  const head = [
    before === undefined ? "--- /dev/null" : `--- a/${named}`,
    after === undefined ? "+++ /dev/null" : `+++ b/${named}`,
  ];
  return [...head, ...hunksOf(lines), ""].join("\n");
}

function linesOf(text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ No newline at end of file");
  return lines;
}

/** The shortest way from one text to the other, by the longest common subsequence of their lines. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));

  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const fresh = after[j];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: " ", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: "-", text: old });
      i++;
    } else {
      lines.push({ sign: "+", text: fresh ?? "" });
      j++;
    }
  }
  return lines;
}

/** Differences with their context; those that are near each other share a hunk. */
function hunksOf(lines: readonly Line[]): string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    if (last && index - last.to <= 2 * context) last.to = index + 1;
    else hunks.push({ from: index, to: index + 1 });
  }
  return hunks.flatMap(({ from, to }) => {
    const start = Math.max(0, from - context);
    const shown = lines.slice(start, Math.min(lines.length, to + context));
    const sides = (["-", "+"] as const).map((sign) => {
      const count = shown.filter((line) => line.sign === " " || line.sign === sign).length;
      const skipped = lines.slice(0, start).filter((line) => line.sign === " " || line.sign === sign).length;
      // Of a side without lines, diff names the line before.
      return `${sign}${count === 0 ? skipped : skipped + 1}${count === 1 ? "" : `,${count}`}`;
    });
    return [`@@ ${sides.join(" ")} @@`, ...shown.map(({ sign, text }) => `${sign}${text}`)];
  });
}
