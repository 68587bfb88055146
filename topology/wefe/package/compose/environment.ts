import { posix } from "node:path";
import type { Finding } from "../../../../config/findings.js";
import { keyFinding } from "../findings.js";
import type { PackageFiles, Place } from "../types.js";
import type { Cursor } from "./cursor.js";
import { type EnvFormat, parseEnvFile } from "./env-file.js";
import type { Lookup } from "./interpolate.js";
import { variableComplaint } from "./variable.js";

/**
 * Environment of a service: its files in their order, then what the compose file itself says. A file's variables come
 * from outside, then from what the compose file says, then from the files before it.
 */
export function readEnvironment(
  environment: Cursor | undefined,
  envFile: Cursor | undefined,
  files: Pick<PackageFiles, "text">,
  lookup: Lookup,
): Record<string, string> {
  const own = new Map<string, string | undefined>();
  for (const [name, cursor, value] of environment?.keyed() ?? []) {
    if (!/^[^=\s]+$/.test(name)) cursor.refuse("is no variable's name", "write NAME=value");
    // Without a value it is given on from outside, and taken away where there is none.
    own.set(name, value ?? lookup(name));
  }
  const env = new Map<string, string>();
  const known: Lookup = (name) => lookup(name) ?? own.get(name) ?? env.get(name);
  for (const item of envFilesOf(envFile))
    for (const [name, value] of Object.entries(readEnvFile(item, files, known))) env.set(name, value);
  for (const [name, value] of own)
    if (value === undefined) env.delete(name);
    else env.set(name, value);
  return Object.fromEntries(env);
}

interface EnvFileItem {
  readonly cursor: Cursor;
  readonly path: string;
  readonly missing: "refused" | "allowed";
  readonly format: EnvFormat;
}

function envFilesOf(cursor: Cursor | undefined): EnvFileItem[] {
  if (cursor === undefined || cursor.empty) return [];
  const items = cursor.value.kind === "list" ? cursor.items() : [cursor];
  return items.flatMap((item): EnvFileItem[] => {
    if (item.value.kind !== "map") {
      const path = item.text();
      return path === undefined ? [] : [{ cursor: item, path, missing: "refused", format: "compose" }];
    }
    const { path, required, format } = item.known("services.NAME.env_file[]");
    const text = path?.text();
    return text === undefined
      ? []
      : [
          {
            cursor: item,
            path: text,
            missing: required?.flag() === false ? "allowed" : "refused",
            format: format?.oneOf(["raw"], "take it out") ?? "compose",
          },
        ];
  });
}

function readEnvFile(
  { cursor, path, missing, format }: EnvFileItem,
  files: Pick<PackageFiles, "text">,
  lookup: Lookup,
): Readonly<Record<string, string>> {
  const file = inFolderOf(cursor.at, path);
  const text = file === undefined ? undefined : files.text(file);
  if (file === undefined || text === undefined) {
    if (missing === "refused")
      cursor.complain("compose-value", {
        message: "names a file that the package does not have",
        found: path,
        remedy: "put it there, or take the line out",
      });
    return {};
  }
  const { values, findings } = readVariables(file, text, lookup, format);
  cursor.findings.push(...findings);
  return values;
}

/** Variables of an `.env` file of the package, with findings at its lines. */
export function readVariables(
  file: string,
  text: string,
  lookup: Lookup,
  format: EnvFormat = "compose",
): { values: Readonly<Record<string, string>>; findings: Finding[] } {
  const { values, problems } = parseEnvFile(text, lookup, format);
  const findings = problems.map((one) =>
    keyFinding(
      "compose-variable",
      { file, line: one.line },
      "",
      one.kind === "syntax"
        ? { message: `the line cannot be read: ${one.message}`, remedy: "write NAME=value" }
        : variableComplaint(one.problem, file, one.written),
    ),
  );
  return { values, findings };
}

/** A path that is written in a file of the package, as a path in the package; nothing when it leaves that. */
export function inFolderOf({ file }: Place, path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const resolved = posix.normalize(posix.join(posix.dirname(file), path));
  return resolved === ".." || resolved.startsWith("../") ? undefined : resolved;
}
