import { styleText } from "node:util";
import stringWidth from "string-width";

/** How a cell may stand out. */
export type Style = "good" | "warn" | "bad" | "dim" | "bold";

/** Text that may stand out. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** Puts a style on text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Where a table stands and how its cells are painted. */
export interface TableOptions {
  /** Put before each line. Default "". */
  readonly indent?: string;
  /** Default {@link plain}. */
  readonly paint?: Paint;
}

const formats = { good: "green", warn: "yellow", bad: "red", dim: "dim", bold: "bold" } as const;

/** No colour: for files, pipes and tests. */
export const plain: Paint = (_, text) => text;

/** Colour where the stream is a terminal that shows it; `NO_COLOR` and `FORCE_COLOR` have their usual say. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(formats[style], text, { stream });
}

/**
 * Lines of a table whose columns are as wide as their widest cell, two spaces apart, without trailing spaces. A Chinese
 * character takes two places of a terminal.
 */
export function table(
  rows: readonly (readonly Cell[])[],
  { indent = "", paint = plain }: TableOptions = {},
): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, stringWidth(textOf(cell)));
  return rows.map((row) => {
    const last = row.findLastIndex((cell) => textOf(cell).trim() !== "");
    const cells = row.slice(0, last + 1).map((cell, column) => {
      const text = column === last ? textOf(cell).trimEnd() : padded(textOf(cell), widths[column] ?? 0);
      return typeof cell === "string" ? text : paint(cell.style, text);
    });
    return last < 0 ? "" : `${indent}${cells.join("  ")}`;
  });
}

function padded(text: string, width: number): string {
  return text + " ".repeat(width - stringWidth(text));
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}
