const units = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** Seconds in their two largest units: `3d 4h`, `2h 5m`, `42s`. */
export function formatDuration(seconds: number): string {
  const at = units.findIndex(([, size]) => seconds >= size);
  const [first, second] = units.slice(at < 0 ? -1 : at);
  if (!first) return `${seconds}s`;
  const [unit, size] = first;
  const rest = second === undefined ? 0 : Math.floor((seconds % size) / second[1]);
  return `${Math.floor(seconds / size)}${unit}${second !== undefined && rest > 0 ? ` ${rest}${second[0]}` : ""}`;
}
