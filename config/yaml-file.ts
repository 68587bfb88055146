import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import type { Finding } from "./findings.js";

/** A YAML file's content, or why it has none. */
export type YamlContent =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads a YAML file. `shown` is the name by which findings call it. */
export function readYaml(path: string, shown: string): YamlContent {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return { ok: false, findings: [unreadable(shown, error)] };
  }
  return parseYaml(text, shown);
}

/** Parses YAML; each syntax mistake and each key written twice is a finding with its line. */
export function parseYaml(text: string, shown: string): YamlContent {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length === 0) return { ok: true, value: document.toJS() };
  return {
    ok: false,
    findings: document.errors.map(({ message, linePos, code }) => ({
      path: `${shown}:${linePos?.[0].line ?? 1}`,
      rule: "yaml",
      severity: "error" as const,
      message: code === "DUPLICATE_KEY" ? "the same key twice" : "not valid YAML",
      found: message.split("\n")[0]?.replace(/ at line \d+, column \d+:$/, "") ?? message,
      remedy: code === "DUPLICATE_KEY" ? "keep one of them" : "correct the line",
    })),
  };
}

function unreadable(shown: string, error: unknown): Finding {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return {
    path: shown,
    rule: "file",
    severity: "error",
    message: missing ? "there is no such file" : "the file cannot be read",
    ...(missing ? {} : { found: error instanceof Error ? error.message : String(error) }),
    remedy: missing
      ? "write it, or correct the path (an inventory is relative to the project; the lab writes one with: npm run lab -- up)"
      : "make it readable",
  };
}
