const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A count of bytes for people, in the largest unit it fills, to three digits: `512 B`, `1.5 GiB`, `16 GiB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  const digits = value >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${units[power]}`;
}
