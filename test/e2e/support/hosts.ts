import { inside } from "../../../lab/docker.js";
import { containerOf, currentLab } from "../../../lab/lab.js";
import { thirteen } from "../../../lab/names.js";
import { acceptedLogins } from "../../../lab/status.js";

/** A container on a lab host. */
export interface Seen {
  readonly host: string;
  readonly id: string;
  /** When it was made, in milliseconds. */
  readonly created: number;
  readonly status: string;
}

const lab = currentLab();

/** Runs a shell script on a lab host, past SSH. */
export function onHost(host: string, script: string): Promise<string> {
  return inside(containerOf(lab, host), script);
}

/** Runs a shell script on hosts, if none are named on every one of the 13; output by host. */
export async function onHosts(
  script: string,
  hosts: readonly string[] = thirteen,
): Promise<Record<string, string>> {
  const outputs = await Promise.all(hosts.map(async (host) => [host, await onHost(host, script)] as const));
  return Object.fromEntries(outputs);
}

/** The stack's containers by name, stopped ones too. */
export async function containers(
  stack: string,
  hosts: readonly string[] = thirteen,
): Promise<Record<string, Seen>> {
  const format = "{{.Name}} {{.Id}} {{.Created}} {{.State.Status}}";
  const outputs = await onHosts(
    `ids=$(docker ps -aq --no-trunc --filter label=consortium.stack=${stack}); [ -z "$ids" ] || docker inspect --format '${format}' $ids`,
    hosts,
  );
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([host, text]) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [name = "", id = "", created = "", status = ""] = line.replace(/^\//, "").split(" ");
          return [name.replace(`${stack}-`, ""), { host, id, created: Date.parse(created), status }];
        }),
    ),
  );
}

/** Names of the containers that are not the same in both. */
export function changed(before: Record<string, Seen>, after: Record<string, Seen>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name]?.id !== after[name]?.id)
    .sort();
}

/** SSH logins each host accepted since it was made. */
export async function logins(hosts: readonly string[] = thirteen): Promise<Record<string, number>> {
  const counts = await Promise.all(
    hosts.map(async (host) => [host, await acceptedLogins(lab, host)] as const),
  );
  return Object.fromEntries(counts);
}

/** Logins by host between two counts, hosts without any left out. */
export function newLogins(
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.keys(after)
      .map((host) => [host, (after[host] ?? 0) - (before[host] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}
