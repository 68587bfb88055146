import { type FleetServer, fleetErrors, fleetLines, onEveryServer } from "../hosts/fleet.js";
import { dockerOf } from "../hosts/shell.js";
import { quote } from "../hosts/ssh/quote.js";
import { UsageError } from "./verb.js";

/** What of a stack can be left behind on a server. */
export type LabelledKind = "container" | "network" | "volume";

/** A container, Docker network or volume of a stack as it was found on a server. */
export interface Labelled {
  readonly server: string;
  readonly name: string;
  /** Random id of the network it belongs to; a short-lived admin container carries none. */
  readonly network: string | undefined;
  readonly role: string | undefined;
}

const fields = '{{.Label "consortium.network"}}|{{.Label "consortium.role"}}';

/** All containers that carry the stack's label, running or not. @throws UsageError when a server cannot be asked */
export function containersOf(stack: string, servers: readonly FleetServer[]): Promise<Labelled[]> {
  return listed(stack, servers, (filter) => `ps -a ${filter} --format '{{.Names}}|${fields}'`);
}

/** All volumes that carry the stack's label. @throws UsageError when a server cannot be asked */
export function volumesOf(stack: string, servers: readonly FleetServer[]): Promise<Labelled[]> {
  return listed(stack, servers, (filter) => `volume ls ${filter} --format '{{.Name}}|${fields}'`);
}

/** All Docker networks that carry the stack's label. @throws UsageError when a server cannot be asked */
export function bridgesOf(stack: string, servers: readonly FleetServer[]): Promise<Labelled[]> {
  return listed(stack, servers, (filter) => `network ls ${filter} --format '{{.Name}}|${fields}'`);
}

async function listed(
  stack: string,
  servers: readonly FleetServer[],
  words: (filter: string) => string,
): Promise<Labelled[]> {
  const filter = `--filter ${quote(`label=consortium.stack=${stack}`)}`;
  const answers = await onEveryServer(servers, ({ ssh }) => `${dockerOf(ssh.user)} ${words(filter)}`);
  refuseErrors("not every server could be asked, so nothing was changed", answers);
  return fleetLines(answers).map(({ server, line }) => {
    const [name = "", network, role] = line.split("|");
    return { server, name, network: network || undefined, role: role || undefined };
  });
}

const removal: Readonly<Record<LabelledKind, string>> = {
  // With its volumes: those without a name, which an image's VOLUME line makes; named ones stay.
  container: "rm -f -v",
  network: "network rm",
  volume: "volume rm",
};

/**
 * Removes containers, Docker networks or volumes from their servers by name, the servers side by side.
 * @throws UsageError when a server refuses; the others are done.
 */
export async function removeLabelled(
  kind: LabelledKind,
  found: readonly Labelled[],
  servers: readonly FleetServer[],
): Promise<void> {
  const touched = servers.filter(({ name }) => found.some(({ server }) => server === name));
  const answers = await onEveryServer(touched, ({ name: server, ssh }) => {
    const names = found.filter((one) => one.server === server).map(({ name }) => quote(name));
    return `${dockerOf(ssh.user)} ${removal[kind]} ${names.join(" ")}`;
  });
  refuseErrors(`removing ${kind}s failed; run it again when this is mended`, answers);
}

function refuseErrors(what: string, answers: Parameters<typeof fleetErrors>[0]): void {
  const errors = fleetErrors(answers);
  if (errors.length > 0) throw new UsageError(`${what}\n${errors.map((line) => `  ${line}`).join("\n")}`);
}
