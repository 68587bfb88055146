import { type InterpolationProblem, interpolate, type Lookup } from "./interpolate.js";
import type { Written } from "./variable.js";

/** The variables of an `.env` file, and the lines that cannot be read. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly EnvFileProblem[];
}

/** A line that is no variable, or one with a variable that has no value. */
export type EnvFileProblem =
  | { readonly kind: "syntax"; readonly line: number; readonly message: string }
  | {
      readonly kind: "variable";
      readonly line: number;
      readonly written: Written;
      readonly problem: InterpolationProblem;
    };

/** How the values of a file are read: `raw` as they stand, otherwise as Compose does. */
export type EnvFormat = "compose" | "raw";

/**
 * Reads an `.env` or `env_file` as Compose does (compose-go, dotenv/parser.go): comments, `export`, `KEY=value` and
 * `KEY: value`, quotes, escapes in double quotes, variables in all but single quotes. A key without a value is given on
 * from outside. Variables are looked for in the lines above, then outside.
 */
export function parseEnvFile(text: string, outside: Lookup, format: EnvFormat = "compose"): EnvFile {
  const values: Record<string, string> = {};
  const problems: EnvFileProblem[] = [];
  const lookup: Lookup = (name) => values[name] ?? outside(name);
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").trimStart();
    const number = at + 1;
    if (line === "" || line.startsWith("#")) continue;
    const match = /^(?:export\s+)?([\w.\-[\]]+)\s*(?:([=:])\s*(.*))?$/.exec(line.trimEnd());
    const [, key, sign, rest = ""] = match ?? [];
    if (key === undefined) {
      problems.push({ kind: "syntax", line: number, message: "no KEY=value" });
      continue;
    }
    if (sign === undefined) {
      const value = outside(key);
      if (value !== undefined) values[key] = value;
      continue;
    }
    if (format === "raw") {
      values[key] = line.slice(line.indexOf(sign) + 1);
      continue;
    }
    const quote = /^["']/.exec(rest)?.[0];
    let written = rest;
    // A quoted value may go on over several lines.
    while (quote !== undefined && endOfQuoted(written, quote) < 0 && at + 1 < lines.length)
      written += `\n${lines[++at] ?? ""}`;
    const end = quote === undefined ? -1 : endOfQuoted(written, quote);
    if (quote !== undefined && end < 0) {
      problems.push({ kind: "syntax", line: number, message: `a value that ${quote} opens never ends` });
      continue;
    }
    if (quote === "'") values[key] = written.slice(1, end).replaceAll("\\'", "'");
    else {
      const plain =
        quote === undefined ? (written.split(" #")[0] ?? "").trimEnd() : unescaped(written.slice(1, end));
      const result = interpolate(plain, lookup);
      values[key] = result.text;
      const place = { line: number, written: { key, text: plain } };
      problems.push(...result.problems.map((problem) => ({ kind: "variable" as const, ...place, problem })));
    }
  }
  return { values, problems };
}

function endOfQuoted(text: string, quote: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  '"': '"',
  "\\": "\\",
  // Compose keeps an escaped dollar sign out of the search for variables.
  $: "$$",
};

function unescaped(text: string): string {
  return text.replace(/\\([abfnrtv"\\$])/g, (_, letter: string) => escapes[letter] ?? letter);
}
