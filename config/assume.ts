import { z } from "zod";
import type { Path } from "./findings.js";
import { isOptional, metaOf, type Schema, schemaAt, unwrap } from "./schema-walk.js";

/** A configuration with its schema mistakes replaced, so that the other rules can still judge the rest. */
export interface Assumed {
  readonly raw: unknown;
  /** Where something was replaced or left out. What a rule says about these places is not the user's mistake. */
  readonly paths: readonly Path[];
}

/** Replaces what zod refused by something it accepts, and drops unknown keys and names. */
export function assumeValid(schema: Schema, raw: unknown, issues: readonly z.core.$ZodIssue[]): Assumed {
  const copy: unknown = structuredClone(raw);
  const holder = { root: copy };
  const paths: Path[] = [];
  issues.forEach((issue, index) => {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) remove(holder, ["root", ...issue.path, key]);
      return;
    }
    const path = issue.path as Path;
    paths.push(path);
    const field = schemaAt(schema, path);
    if (issue.code === "invalid_key") remove(holder, ["root", ...path]);
    // The first of an enumeration is the mildest: a misspelt tier must not make servers look too small.
    else if (field && isOptional(field) && !(unwrap(field) instanceof z.ZodEnum))
      remove(holder, ["root", ...path]);
    else if (field) put(holder, ["root", ...path], sample(field, index));
  });
  return { raw: holder.root, paths };
}

/** A valid value that no user would write: numbers and addresses differ from one another, so that they collide with nothing. */
function sample(schema: Schema, nth: number): unknown {
  const example = metaOf(schema).examples?.[0];
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options[0] && sample(inner.options[0], nth);
  if (inner instanceof z.ZodIPv4) return `192.0.2.${(nth % 254) + 1}`;
  if (inner instanceof z.ZodNumber) return Math.min(inner.maxValue ?? 0, 60_000) - nth;
  if (example !== undefined) return example;
  if (inner instanceof z.ZodEnum) return inner.options[0];
  if (inner instanceof z.ZodArray) return [sample(inner.element, nth)];
  if (inner instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(inner.shape)
        .filter(([, field]) => !isOptional(field))
        .map(([key, field]) => [key, sample(field, nth)]),
    );
  return inner instanceof z.ZodRecord ? {} : "assumed";
}

function put(root: unknown, path: readonly PropertyKey[], value: unknown): void {
  const parent = parentOf(root, path);
  const key = path.at(-1);
  if (parent && key !== undefined) parent[key] = value;
}

function remove(root: unknown, path: readonly PropertyKey[]): void {
  const parent = parentOf(root, path);
  const key = path.at(-1);
  if (parent && key !== undefined) delete parent[key];
}

function parentOf(root: unknown, path: readonly PropertyKey[]): Record<PropertyKey, unknown> | undefined {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null
          ? (value as Record<PropertyKey, unknown>)[key]
          : undefined,
      root,
    );
  return typeof parent === "object" && parent !== null ? (parent as Record<PropertyKey, unknown>) : undefined;
}
