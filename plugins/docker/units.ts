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

/** A duration in nanoseconds as Go writes it: `0s`, `500ms`, `1m30s`, `1h0m0.5s`. */
export function goDuration(nano: number): string {
  if (nano === 0) return "0s";
  if (nano < 1e3) return `${nano}ns`;
  if (nano < 1e6) return `${nano / 1e3}µs`;
  if (nano < 1e9) return `${nano / 1e6}ms`;
  const [hours, minutes] = [Math.floor(nano / 3600e9), Math.floor((nano % 3600e9) / 60e9)];
  const seconds = `${(nano % 60e9) / 1e9}s`;
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/**
 * Billionths of a processor as the provider reads them back, its flaws kept: 1 is `1.0`, 10 is `10.`, 0.05 is `0.1`.
 * After terraform-provider-docker v4.5.0, internal/provider/helpers.go, nanoInt64ToDecimalString.
 */
export function decimalCpus(nano: number): string {
  if (nano === 0) return "0";
  const digits = BigInt(nano).toString().padStart(10, "0");
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`;
  if (text.split("0").length - 1 !== 9) return text.replace(/0+$/, "");
  // Go's FloatString(1): rounded half up.
  const tenths = (BigInt(nano) + 50_000_000n) / 100_000_000n;
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** Docker's provider counts memory in MiB (called MB there). */
export function mebibytes(count: number): number {
  return count * 1024 * 1024;
}
