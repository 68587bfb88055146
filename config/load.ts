import { z } from "zod";
import { countFindings, type Finding, hasErrors, type Path, renderFindings } from "./findings.js";
import { parseAll } from "./parse.js";
import { type ServerSettings, type StackSettings, stackSchema } from "./schema.js";
import { readServers } from "./servers.js";

export { readStackFile, type StackFile } from "./stack-file.js";

/** Settings with the servers in place, whether they stood in the stack or in an inventory. */
export type LoadedSettings = StackSettings & { readonly servers: Record<string, ServerSettings> };

/** A stack's configuration as far as the schema can judge it. */
export interface LoadedStack {
  readonly stack: string;
  /**
   * Use them only when there is no error: places in `assumed` hold stand-ins. `undefined` when too much is wrong.
   */
  readonly settings: LoadedSettings | undefined;
  /** Mistakes against the schema. The rules of `topology/rules` come on top. */
  readonly findings: readonly Finding[];
  /** Places that were wrong and hold a valid stand-in, so that the rules can judge the rest. */
  readonly assumed: readonly Path[];
}

/** A configuration that cannot be used; its message lists every finding with its remedy. */
export class ConfigurationError extends Error {
  readonly findings: readonly Finding[];

  constructor(stack: string, findings: readonly Finding[]) {
    super(`the configuration of ${stack} has ${countFindings(findings)}\n\n${renderFindings(findings)}`);
    this.name = "ConfigurationError";
    this.findings = findings;
  }
}

/** Throws `ConfigurationError` when one of the findings is an error. */
export function throwOnErrors(stack: string, findings: readonly Finding[]): void {
  if (hasErrors(findings)) throw new ConfigurationError(stack, findings);
}

// The servers are read by themselves, for they may stand in an inventory.
const ownSchema = stackSchema.extend({ servers: z.unknown().optional() });

/**
 * Reads the values under `consortium:`. Never throws for the user's mistakes: they are all in `findings`.
 * @param raw the keys of the namespace `consortium` with their values
 * @param where the stack's name, and the directory to which `inventory` is relative: the project's
 */
export function loadStack(
  raw: Readonly<Record<string, unknown>>,
  where: { readonly stack: string; readonly directory: string },
): LoadedStack {
  const own = parseAll(ownSchema, raw);
  const servers = readServers(raw, where.directory);
  return {
    stack: where.stack,
    settings: own.value && servers.value && joined(own.value, servers.value),
    findings: [...own.findings, ...servers.findings],
    assumed: [...own.assumed, ...servers.assumed],
  };
}

function joined(own: z.output<typeof ownSchema>, servers: Record<string, ServerSettings>): LoadedSettings {
  return { ...own, servers };
}
