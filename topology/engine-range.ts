/** Docker engine versions that a network runs on. */
export interface EngineRange {
  /** Oldest version, e.g. `20.10`. */
  readonly minimum: string;
  /** First version that is too new, where there is one. */
  readonly below?: string;
  /** Why, for the message. */
  readonly reason: string;
}

/** Debian 11's and 12's engine, the oldest that networks were run on. */
export const oldestEngine = "20.10";

/** Compares dotted versions number by number; missing parts count as 0, suffixes such as `+dfsg1` are cut off. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => (/^[\d.]+/.exec(version)?.[0] ?? "0").split(".").map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
