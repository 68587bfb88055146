import { closest } from "./closest.js";

/** What is wrong with a configuration, where, and what to do. */
export interface Finding {
  /** Path in the stack's configuration, e.g. `servers.k3.hostKey`; in an inventory file, its name comes first. */
  readonly path: string;
  /** Id of the rule. A warning's id can be put into `accept`. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The value that was found, shortened; never a secret. */
  readonly found?: string;
  /** What would be allowed. */
  readonly allowed?: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What people are told of a rule before it finds anything; docs/rules.md is made of these. */
export interface RuleDescription {
  /** Stable: a warning's id is what users put into `accept`. */
  readonly id: string;
  readonly severity: Finding["severity"];
  /** What holds in a configuration that the rule has nothing against, without a full stop. */
  readonly holds: string;
  /** Where that comes from: the documentation or code of what we run, a standard, or `own` with the reason. */
  readonly source: string;
}

/** A path in the configuration as keys and indices. */
export type Path = readonly (string | number)[];

/** `["servers", "k3", "hostKey"]` as `servers.k3.hostKey`; a key that is not a plain word goes in brackets. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => {
      if (typeof key === "number") return `[${key}]`;
      return /^[\w-]+$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`;
    })
    .join("")
    .replace(/^\./, "");
}

/** A value as findings show it: JSON, at most 60 characters. */
export function showValue(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Whether anything stands in the way; warnings do not. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

/** Findings in the order of their paths, `k2` before `k10`, errors first where the path is the same. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      a.path.localeCompare(b.path, "en", { numeric: true }) ||
      a.severity.localeCompare(b.severity) ||
      a.rule.localeCompare(b.rule),
  );
}

/** Findings for people: the errors, then the warnings, one block each, sorted by path. */
export function renderFindings(findings: readonly Finding[]): string {
  const sorted = sortFindings(findings);
  return (["error", "warning"] as const)
    .map((severity) => sorted.filter((finding) => finding.severity === severity))
    .filter((part) => part.length > 0)
    .map((part) => part.map(renderFinding).join("\n"))
    .join("\n");
}

/** Findings for programs: a JSON array, sorted by path. */
export function renderFindingsAsJson(findings: readonly Finding[]): string {
  return JSON.stringify(sortFindings(findings), null, 2);
}

/** `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${plural(errors, "error")}, ${plural(warnings, "warning")}`;
}

/** `did you mean "memory"?` when one of the known words is near. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const near = closest(word, known);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

function renderFinding({ path, rule, severity, message, found, allowed, remedy }: Finding): string {
  const lines = [`${severity} ${path === "" ? "(top level)" : path}: ${message} [${rule}]`];
  if (found !== undefined) lines.push(`  found:   ${found}`);
  if (allowed !== undefined) lines.push(`  allowed: ${allowed}`);
  lines.push(`  remedy:  ${remedy}`, "");
  return lines.join("\n");
}
