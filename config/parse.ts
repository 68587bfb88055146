import type { z } from "zod";
import { assumeValid } from "./assume.js";
import type { Finding, Path } from "./findings.js";
import { findingsOf } from "./issues.js";

/** What became of a value that was read against a schema. */
export interface Parsed<T> {
  /** `undefined` when so much is wrong that no stand-ins make it valid. */
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
  /** Places that were wrong and hold a valid stand-in. */
  readonly assumed: readonly Path[];
}

/** A stand-in can show a further mistake beside it; after this many rounds we give up. */
const mostRounds = 5;

/** Reads `raw` against a schema; mistakes become findings and are replaced, so that the rest can be judged too. */
export function parseAll<T extends z.ZodType>(schema: T, raw: unknown): Parsed<z.output<T>> {
  const findings: Finding[] = [];
  const assumed: Path[] = [];
  let current = raw;
  for (let round = 0; round < mostRounds; round++) {
    const result = schema.safeParse(current);
    if (result.success) return { value: result.data, findings, assumed };
    const known = new Set(findings.map(({ path }) => path));
    findings.push(...findingsOf(schema, current, result.error.issues).filter(({ path }) => !known.has(path)));
    const replaced = assumeValid(schema, current, result.error.issues);
    assumed.push(...replaced.paths);
    current = replaced.raw;
  }
  return { value: undefined, findings, assumed };
}
