import { z } from "zod";
import { type Finding, formatPath, showValue, suggestion } from "./findings.js";
import type { SchemaRule } from "./schema-rules.js";
import { holdsSecret, knownKeys, metaOf, type Schema, schemaAt, unwrap } from "./schema-walk.js";

type Issue = z.core.$ZodIssue;

/** What a schema issue says, before path and value are added. */
type Reading = Pick<Finding, "message" | "remedy"> & { readonly rule: SchemaRule; readonly allowed?: string };

/** Values as the user wrote them, by path. */
export function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    raw,
  );
}

/** What zod found in `raw`, each mistake with its path, what is allowed and what to do. */
export function findingsOf(schema: Schema, raw: unknown, issues: readonly Issue[]): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(schema, raw, [...issue.path, key]));
    const value = valueAt(raw, issue.path);
    const field = schemaAt(schema, issue.path);
    const meta = field ? metaOf(field) : {};
    const reading = value === undefined ? missing(field) : read(issue, field, value);
    const found = issue.code === "invalid_key" ? issue.path.at(-1) : value;
    const remedy = issue.code === "invalid_key" ? undefined : meta.remedy;
    return [
      {
        path: formatPath(issue.path),
        severity: "error",
        ...reading,
        ...(value === undefined
          ? {}
          : { found: field && holdsSecret(field) ? "(not shown)" : showValue(found) }),
        remedy: remedy === undefined ? reading.remedy : fill(remedy, valueAt(raw, issue.path.slice(0, -1))),
      },
    ];
  });
}

function unknownKey(schema: Schema, raw: unknown, path: readonly PropertyKey[]): Finding {
  const parent = schemaAt(schema, path.slice(0, -1));
  const known = parent ? knownKeys(parent) : [];
  const key = String(path.at(-1));
  const given = valueAt(raw, path.slice(0, -1));
  const missingKeys = known.filter((name) => valueAt(given, [name]) === undefined);
  const guess = suggestion(key, missingKeys);
  return {
    path: formatPath(path),
    rule: "unknown-key",
    severity: "error",
    message: guess === undefined ? "unknown key" : `unknown key: ${guess}`,
    allowed: known.join(", "),
    remedy: guess === undefined ? "remove it, or write one of the known keys" : "correct the name",
  };
}

function missing(field: Schema | undefined): Reading {
  const { description, examples } = field ? metaOf(field) : {};
  const example = examples?.[0];
  return {
    rule: "missing",
    message: "missing",
    ...(description === undefined ? {} : { allowed: description }),
    remedy: example === undefined ? "add it" : `add it, e.g. ${showValue(example)}`,
  };
}

function read(issue: Issue, field: Schema | undefined, value: unknown): Reading {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, field, value);
    case "invalid_value": {
      const values = issue.values.map(String);
      const guess = typeof value === "number" ? undefined : suggestion(String(value), values);
      return {
        rule: "not-allowed",
        message: guess === undefined ? "not one of the allowed values" : `not allowed: ${guess}`,
        allowed: issue.values.map((one) => showValue(one)).join(", "),
        remedy:
          typeof value === "number" && values.includes(String(value))
            ? `put it in quotes: "${value}"`
            : "write one of the allowed values",
      };
    }
    case "too_small":
    case "too_big":
      return {
        rule: "out-of-range",
        message: "out of range",
        allowed: rangeOf(issue, field),
        remedy: Array.isArray(value) ? "add one" : "write a value in that range",
      };
    case "invalid_key":
      return {
        rule: "bad-name",
        message: "not a valid name",
        allowed: issue.issues.map(({ message }) => message).join("; "),
        remedy: "rename it; names become host names, container names and certificates",
      };
    case "invalid_format":
    case "custom":
      return {
        rule: "malformed",
        message: "malformed",
        allowed: issue.message,
        remedy: exampleRemedy(field),
      };
    default:
      return {
        rule: "malformed",
        message: "malformed",
        allowed: unionText(issue, field),
        remedy: exampleRemedy(field),
      };
  }
}

function wrongType(expected: string, field: Schema | undefined, value: unknown): Reading {
  const allowed = { object: "a map", record: "a map by name", array: "a list", int: "a whole number" }[
    expected
  ];
  // Quotes help a version; a size without its unit stays malformed in them.
  const quotes =
    (typeof value === "number" || typeof value === "boolean") &&
    field !== undefined &&
    z.safeParse(field, String(value)).success;
  const shown = field && holdsSecret(field) ? "…" : String(value);
  return {
    rule: "wrong-type",
    message: "of the wrong type",
    allowed: allowed ?? `a ${expected}`,
    remedy: quotes ? `put it in quotes: "${shown}"` : exampleRemedy(field),
  };
}

function rangeOf(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  field: Schema | undefined,
): string {
  const inner = field && unwrap(field);
  if (inner instanceof z.ZodNumber) {
    const { minValue, maxValue } = inner;
    if (maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER) return `${minValue} to ${maxValue}`;
    return `${minValue} or more`;
  }
  const what = inner instanceof z.ZodArray ? "entry" : "character";
  return issue.code === "too_small" ? `at least ${issue.minimum} ${what}` : `at most ${issue.maximum}`;
}

function unionText(issue: Issue, field: Schema | undefined): string {
  if (issue.message !== "Invalid input") return issue.message;
  return (field && metaOf(field).description) ?? issue.message;
}

function exampleRemedy(field: Schema | undefined): string {
  const example = field && metaOf(field).examples?.[0];
  return example === undefined ? "correct it" : `write it like ${showValue(example)}`;
}

/** `ssh-keyscan {address}` with the value of the field `address` beside it, or its name in capitals. */
function fill(remedy: string, siblings: unknown): string {
  return remedy.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = valueAt(siblings, [key]);
    return typeof value === "string" ? value : key.toUpperCase();
  });
}
