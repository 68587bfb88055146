import { kinds } from "../networks.js";
import type { Drift } from "./types.js";

/**
 * Days before its end in which a certificate is shown. `pulumi up` renews a leaf of Fabric's from 60 days on, so one
 * that gets here was forgotten for a month.
 */
export const certificateDays = 30;

/** How a certificate is given another end. @param name as in the stack's output */
export function renewalOf(name: string): string {
  const own = kinds.map((kind) => kind.renewal?.(name)).find((way) => way !== undefined);
  return own ?? "pulumi up renews it with the same key";
}

const dayMs = 24 * 3600 * 1000;

/**
 * Certificates that have ended or end soon.
 * @param certificates end of validity by name, ISO 8601; what cannot be read as a date is shown too.
 */
export function certificateDrift(certificates: Readonly<Record<string, string>>, now: Date): Drift[] {
  return Object.entries(certificates).flatMap(([name, end]) => {
    const left = (Date.parse(end) - now.getTime()) / dayMs;
    if (left > certificateDays) return [];
    const found =
      left <= 0
        ? `ended ${end}`
        : Number.isNaN(left)
          ? `no date: ${end}`
          : `ends in ${Math.floor(left)} days, ${end}`;
    return [
      {
        server: "-",
        kind: "certificate",
        name,
        expected: `valid for more than ${certificateDays} days`,
        found,
        remedy: renewalOf(name),
      },
    ];
  });
}
