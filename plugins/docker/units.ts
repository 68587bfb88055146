const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Nanoseconds of a duration as Go writes it: `5s`, `1m30s`, `500ms`, `0`. @throws Error */
export function nanoseconds(text: string): number {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text)
    throw new Error(`"${text}" is not a duration such as 5s, 1m30s or 500ms`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitNanoseconds[unit ?? ""] ?? 0), 0);
}

/** Docker's provider counts memory in MiB (called MB there). */
export function mebibytes(count: number): number {
  return count * 1024 * 1024;
}
