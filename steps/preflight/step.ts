import { createHash } from "node:crypto";
import type { PreflightSpec } from "../specs.js";
import type { Step } from "../step.js";
import { countReports, openReports, renderReports, worst } from "./report.js";
import { runPreflight } from "./run.js";

/** What passed, by server: the digest of what was checked. The next run checks only what differs. */
export interface PreflightResult {
  readonly passed: Readonly<Record<string, string>>;
}

/**
 * Checks every server that is about to change, side by side, before any server is changed; all findings come in one
 * table. A server whose plan is the one that passed last time is not asked again.
 */
export const preflight: Step<{ readonly servers: readonly PreflightSpec[] }> = {
  async run({ servers }) {
    const due = dueServers(servers, previousResult(process.env.PULUMI_COMMAND_STDOUT));
    const reports = await Promise.all(due.map(runPreflight));
    const open = openReports(reports);
    const table = open.length === 0 ? "" : `${renderReports(open)}\n`;
    if (worst(reports) === "fail")
      throw new Error(`${table}${countReports(reports)}. Nothing was changed on any server.`);
    if (due.length > 0) process.stderr.write(`${table}${countReports(reports)}\n`);
    return {
      passed: Object.fromEntries(servers.map((spec) => [spec.server.name, digestOf(spec)])),
    } satisfies PreflightResult;
  },
};

/** The servers whose checks are not those that passed last time. */
export function dueServers(
  servers: readonly PreflightSpec[],
  previous: PreflightResult | undefined,
): readonly PreflightSpec[] {
  return servers.filter((spec) => previous?.passed[spec.server.name] !== digestOf(spec));
}

/** What the last good run printed; nothing at the first one. */
function previousResult(stdout: string | undefined): PreflightResult | undefined {
  return stdout === undefined || stdout === "" ? undefined : (JSON.parse(stdout) as PreflightResult);
}

/** Digest of what is checked on a server. */
export function digestOf(spec: PreflightSpec): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 16);
}
