import { resolve } from "node:path";
import { z } from "zod";
import type { Finding } from "./findings.js";
import { type Parsed, parseAll } from "./parse.js";
import { name, server } from "./server-schema.js";
import { readYaml } from "./yaml-file.js";

const serverMap = z.strictObject({ servers: z.record(name, server) });

type Servers = Record<string, z.output<typeof server>>;

/** The servers of a stack, from `servers` or from the inventory file, with paths that begin with `servers`. */
export function readServers(raw: Readonly<Record<string, unknown>>, directory: string): Parsed<Servers> {
  const { servers, inventory } = raw;
  if (servers !== undefined) {
    const parsed = parseServers(servers);
    return inventory === undefined ? parsed : { ...parsed, findings: [bothGiven, ...parsed.findings] };
  }
  if (inventory === undefined) return nothing([noneGiven]);
  // Of the wrong type: the stack's own schema says so.
  if (typeof inventory !== "string" || inventory === "") return nothing([]);
  const file = readYaml(resolve(directory, inventory), inventory);
  if (!file.ok) return nothing(file.findings);
  const parsed = parseServers(file.value);
  return {
    ...parsed,
    findings: parsed.findings.map((finding) => ({ ...finding, path: locate(finding.path, inventory) })),
  };
}

/** Where a finding about servers points: `servers.k1`, or `hosts.yaml: k1` when they stand in an inventory. */
export function locate(path: string, inventory: string | undefined): string {
  if (inventory === undefined) return path;
  if (path === "servers") return inventory;
  return path.startsWith("servers.") ? `${inventory}: ${path.slice("servers.".length)}` : path;
}

function parseServers(value: unknown): Parsed<Servers> {
  const parsed = parseAll(serverMap, { servers: value ?? undefined });
  return { ...parsed, value: parsed.value?.servers };
}

/** No servers are known, so nothing that names one can be judged. */
function nothing(findings: readonly Finding[]): Parsed<Servers> {
  return { value: {}, findings, assumed: [["servers"]] };
}

const bothGiven: Finding = {
  path: "inventory",
  rule: "servers-twice",
  severity: "error",
  message: "both `servers` and `inventory` are given",
  allowed: "one of them",
  remedy: "remove one of the two",
};

const noneGiven: Finding = {
  path: "servers",
  rule: "servers-missing",
  severity: "error",
  message: "neither `servers` nor `inventory` is given",
  allowed: "one of them",
  remedy:
    "list the servers under consortium:servers, or name a file with the same map in consortium:inventory",
};
