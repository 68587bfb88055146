import { quote } from "../../hosts/ssh/quote.js";
import type { GateMember, GateQuorum } from "../specs.js";
import { hibernationFile } from "./hibernation.js";

/** Proof, kept on every member's server, that a quorum was whole once: from then on members change one at a time. */
export interface Stamp {
  readonly network: string;
  /** When the quorum was first whole, ISO 8601. */
  readonly since: string;
  readonly members: Readonly<
    Record<string, { readonly server: string; readonly volumes: readonly string[] }>
  >;
}

/** What one server keeps of a quorum. */
export interface Kept {
  readonly stamp?: Stamp;
  /** Volumes that are there, and whether anything is in them. */
  readonly volumes: Readonly<Record<string, "absent" | "empty" | "data">>;
  /** Members whose empty volume the operator has accepted. */
  readonly accepted: readonly string[];
  /** The whole network was put to sleep and is not proved awake. */
  readonly hibernated?: true;
}

function directory(stack: string, root: string): string {
  return `${root}/var/lib/consortium/${stack}/formed`;
}

/** File by which the operator accepts that a member starts again with an empty volume. */
export function acceptanceFile(stack: string, quorum: string, member: string): string {
  return `${directory(stack, "")}/${quorum}.accept-empty-${member}`;
}

/**
 * Script that prints what a server keeps of the quorum, one fact a line.
 * @param root put before the stack's directory; "" on a server, a directory of its own in tests.
 */
export function readScript(quorum: GateQuorum, volumes: readonly string[], root = ""): string {
  const kept = `${directory(quorum.stack, root)}/${quorum.name}`;
  return [
    "set -eu",
    `if [ -f ${quote(`${kept}.json`)} ]; then echo "stamp $(cat ${quote(`${kept}.json`)})"; fi`,
    `if [ -f ${quote(hibernationFile(quorum.stack, root))} ]; then echo hibernated yes; fi`,
    ...quorum.members.map(
      ({ name }) =>
        `if [ -e ${quote(`${kept}.accept-empty-${name}`)} ]; then echo accepted ${quote(name)}; fi`,
    ),
    ...volumes.map((volume) => `echo "$(${volumeState(volume)})" ${quote(volume)}`),
    "",
  ].join("\n");
}

/** Shell that prints whether a volume is `absent`, `empty` or has `data`. */
export function volumeState(volume: string): string {
  return [
    `if at=$(docker volume inspect --format '{{.Mountpoint}}' ${quote(volume)} 2>/dev/null); then`,
    `if [ -n "$(ls -A "$at" 2>/dev/null)" ]; then echo data; else echo empty; fi`,
    "else echo absent; fi",
  ].join("\n");
}

/** Reads what {@link readScript} printed. */
export function parseKept(printed: string): Kept {
  const volumes: Record<string, "absent" | "empty" | "data"> = {};
  const accepted: string[] = [];
  let stamp: Stamp | undefined;
  let hibernated = false;
  for (const line of printed.split("\n")) {
    const at = line.indexOf(" ");
    const [word, rest] = [line.slice(0, at), line.slice(at + 1)];
    if (word === "stamp") stamp = JSON.parse(rest) as Stamp;
    else if (word === "accepted") accepted.push(rest);
    else if (word === "hibernated") hibernated = true;
    else if (word === "absent" || word === "empty" || word === "data") volumes[rest] = word;
  }
  return { volumes, accepted, ...(stamp ? { stamp } : {}), ...(hibernated ? { hibernated } : {}) };
}

/** Script that writes the stamp whole or not at all; what was accepted for this birth is forgotten. */
export function writeScript(quorum: GateQuorum, stamp: Stamp, root = ""): string {
  const kept = `${directory(quorum.stack, root)}/${quorum.name}`;
  return [
    "set -eu",
    "umask 077",
    `printf '%s\\n' ${quote(JSON.stringify(stamp))} >${quote(`${kept}.json`)}.$$`,
    `mv ${quote(`${kept}.json`)}.$$ ${quote(`${kept}.json`)}`,
    ...quorum.members.map(({ name }) => `rm -f ${quote(`${kept}.accept-empty-${name}`)}`),
    "",
  ].join("\n");
}

/** The stamp of a quorum that is whole now; one that was formed before keeps its date. */
export function stampOf(quorum: GateQuorum, before: readonly Stamp[], now: Date): Stamp {
  const since = [...before.map((stamp) => stamp.since), now.toISOString()].sort()[0] ?? now.toISOString();
  return {
    network: quorum.network,
    since,
    members: Object.fromEntries(
      quorum.members.map(({ name, server, volumes }: GateMember) => [name, { server: server.name, volumes }]),
    ),
  };
}
