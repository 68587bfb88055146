import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { assumeValid } from "./assume.js";
import { countFindings, type Finding, hasErrors, type Path, renderFindings } from "./findings.js";
import { findingsOf } from "./issues.js";
import { type ServerSettings, type StackSettings, stackSchema } from "./schema.js";
import { server } from "./server-schema.js";
import { parseYaml } from "./yaml-file.js";

export { readStackFile } from "./stack-file.js";

/** Settings with the servers in place, whether they stood in the stack or in an inventory. */
export type LoadedSettings = StackSettings & { readonly servers: Record<string, ServerSettings> };

/** A stack's configuration as far as the schema can judge it. */
export interface LoadedStack {
  readonly stack: string;
  /** Use them only when there is no error; else places in `assumed` hold stand-ins. */
  readonly settings: LoadedSettings;
  /** Mistakes against the schema. The rules of `topology/rules` come on top. */
  readonly findings: readonly Finding[];
  /** Places that were wrong and hold a valid stand-in, so that the rules can judge the rest. */
  readonly assumed: readonly Path[];
}

/** A configuration that cannot be used; its message lists every finding with its remedy. */
export class ConfigurationError extends Error {
  readonly findings: readonly Finding[];

  constructor(stack: string, findings: readonly Finding[]) {
    super(`The configuration of stack ${stack} has ${countFindings(findings)}:\n\n${renderFindings(findings)}`);
    this.name = "ConfigurationError";
    this.findings = findings;
  }
}

/** Throws `ConfigurationError` when one of the findings is an error. */
export function throwOnErrors(stack: string, findings: readonly Finding[]): void {
  if (hasErrors(findings)) throw new ConfigurationError(stack, findings);
}

/**
 * Reads the values under `consortium:`. Never throws for the user's mistakes: they are all in `findings`.
 * @param raw the keys of the namespace `consortium` with their values
 * @param where the stack's name, and the directory to which `inventory` is relative
 */
export function loadStack(
  raw: Readonly<Record<string, unknown>>,
  where: { readonly stack: string; readonly directory: string },
): LoadedStack {
  const servers = serversOf(raw, where.directory);
  const { servers: _written, ...rest } = raw;
  const own = parse(stackSchema, rest);
  return {
    stack: where.stack,
    settings: { ...own.value, servers: servers.value },
    findings: [...own.findings, ...servers.findings],
    assumed: [...own.assumed, ...servers.assumed.map((path) => ["servers", ...path])],
  };
}

/** Where findings about servers point: `servers.k1`, or `hosts.yaml: k1` when they stand in an inventory. */
export function locate(path: string, inventory: string | undefined): string {
  const inFile = /^servers\.?(.*)$/.exec(path);
  return inventory === undefined || !inFile ? path : `${inventory}: ${inFile[1]}`.replace(/: $/, "");
}

interface Parsed<T> {
  readonly value: T;
  readonly findings: readonly Finding[];
  readonly assumed: readonly Path[];
}

function parse<T extends z.ZodType>(schema: T, raw: unknown): Parsed<z.output<T>> {
  const first = schema.safeParse(raw);
  if (first.success) return { value: first.data, findings: [], assumed: [] };
  const findings = findingsOf(schema, raw, first.error.issues);
  const { raw: assumed, paths } = assumeValid(schema, raw, first.error.issues);
  const second = schema.safeParse(assumed);
  if (second.success) return { value: second.data, findings, assumed: paths };
  // A replaced part can show a further mistake beneath it; each round replaces at least one.
  const next = parse(schema, assumed);
  return { ...next, findings, assumed: [...paths, ...next.assumed] };
}

const serverMap = z.record(stackSchema.shape.servers.unwrap().keyType, server);

function serversOf(
  raw: Readonly<Record<string, unknown>>,
  directory: string,
): Parsed<Record<string, ServerSettings>> {
  const { servers, inventory } = raw;
  if (servers !== undefined && inventory !== undefined)
    return { ...parseServers(servers, undefined), ...onlyFinding(bothGiven, servers) };
  if (servers !== undefined) return parseServers(servers, undefined);
  if (typeof inventory !== "string" || inventory === "") return { value: {}, findings: inventory === undefined ? [noneGiven] : [], assumed: [[]] };
  let text: string;
  try {
    text = readFileSync(resolve(directory, inventory), "utf8");
  } catch (error) {
    return { value: {}, findings: [unreadable(inventory, error)], assumed: [[]] };
  }
  const { value, findings } = parseYaml(text, inventory);
  return findings.length > 0 ? { value: {}, findings, assumed: [[]] } : parseServers(value, inventory);
}
