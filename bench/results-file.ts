import { z } from "zod";
import type { Measurement } from "./measure.js";
import { contenders, operations, sizes } from "./schedule.js";

const figure = z.coerce.number().nonnegative();
const row = z.strictObject({
  contender: z.enum(contenders),
  servers: z.coerce.number().pipe(z.literal(sizes)),
  operation: z.enum(operations),
  run: z.coerce.number().int().positive(),
  seconds: figure,
  cpuSeconds: figure,
  peakMiB: figure,
  processes: figure,
  logins: figure,
  mostLogins: figure,
  bytes: figure,
  mostBytes: figure,
}) satisfies z.ZodType<Measurement>;

const columns = Object.keys(row.shape) as (keyof Measurement)[];

/** First line of `results.csv`. */
export const header = `${columns.join(",")}\n`;

/** One measurement as a line of `results.csv`. */
export function csvLine(one: Measurement): string {
  const cell = (value: string | number) =>
    typeof value === "number" && !Number.isInteger(value) ? value.toFixed(2) : String(value);
  return `${columns.map((column) => cell(one[column])).join(",")}\n`;
}

/**
 * Reads `results.csv`. A last line that was cut off in the middle of writing is left out.
 * @throws Error naming the line and what is wrong with it
 */
export function parseResults(text: string): Measurement[] {
  if (text === "") return [];
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  if (`${lines[0]}\n` !== header)
    throw new Error(
      `bench/results.csv is of another version of the benchmark\n  found:   ${lines[0]}\n  allowed: ${header.trim()}\n` +
        "  remedy:  run without --resume, which begins a new one",
    );
  return lines.slice(1, -1).map((line, nth) => {
    const cells = line.split(",");
    const parsed = row.safeParse(Object.fromEntries(columns.map((column, at) => [column, cells[at]])));
    if (cells.length === columns.length && parsed.success) return parsed.data;
    const why = parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new Error(
      `bench/results.csv, line ${nth + 2}: ${why ?? `${cells.length} columns, allowed ${columns.length}`}\n` +
        "  remedy:  take the line out; its round is measured anew",
    );
  });
}
