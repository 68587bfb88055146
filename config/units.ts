/**
 * Sizes and times are written with their unit and parsed once, here. Inside the program sizes are whole MiB or
 * bytes and times are milliseconds; the name of a field says which.
 */

const sizeFactors = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const;
const timeFactors = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** What a size looks like: a whole number and a binary unit, e.g. `512KiB`, `16GiB`. */
export const sizePattern = /^(\d+)\s*(B|KiB|MiB|GiB|TiB)$/;

/** What a time looks like: a whole number and a unit, e.g. `500ms`, `2s`. */
export const timePattern = /^(\d+)\s*(ms|s|m|h)$/;

/** Bytes of a written size, or `undefined` when it is not one. */
export function parseSize(text: string): number | undefined {
  const match = sizePattern.exec(text);
  if (!match) return undefined;
  const [, count, unit] = match as unknown as [string, string, keyof typeof sizeFactors];
  return Number(count) * sizeFactors[unit];
}

/** Milliseconds of a written time, or `undefined` when it is not one. */
export function parseTime(text: string): number | undefined {
  const match = timePattern.exec(text);
  if (!match) return undefined;
  const [, count, unit] = match as unknown as [string, string, keyof typeof timeFactors];
  return Number(count) * timeFactors[unit];
}

/** A byte count in the largest unit that keeps it whole: `10485760` is `10MiB`. */
export function formatSize(bytes: number): string {
  const units = Object.entries(sizeFactors).reverse();
  const [unit, factor] = units.find(([, size]) => bytes >= size && bytes % size === 0) ?? ["B", 1];
  return `${bytes / factor}${unit}`;
}
