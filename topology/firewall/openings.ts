import { byName } from "../names.js";
import type { Plan, PlannedServer } from "../types.js";

/** Where connections come from: an address or network in CIDR notation, or `any`. */
export interface Source {
  /** A server's name, `operator` or `clients`. */
  readonly name: string;
  readonly network: string;
}

/** One TCP port of a server and who dials it. */
export interface Opening {
  readonly port: number;
  /** Service and port name, e.g. `kafka1 client`; `ssh` for the login. */
  readonly service: string;
  readonly from: readonly Source[];
}

/** What one server's firewall must let in. */
export interface ServerFirewall {
  readonly stack: string;
  readonly server: string;
  /** Where its services are dialled. */
  readonly address: string;
  /** The server's sshd: the operator logs in, other servers' preflight tests that it answers. */
  readonly ssh: Opening;
  /** The network's own ports, in order of port. */
  readonly services: readonly Opening[];
}

/** Networks that only the user knows; an empty list stands for any address. */
export interface Outside {
  /** Where logins come from, as the servers see it: behind a jump host that host's inner address. */
  readonly operator: readonly string[];
  /** Where applications come from. */
  readonly clients: readonly string[];
}

/** The openings of every server of a plan, in the plan's order. */
export function firewallsOf(plan: Plan, outside: Outside): ServerFirewall[] {
  const { stack, servers, flows } = plan;
  const sourcesOf = (name: string): Source[] => {
    if (name === "clients") return networksOf(name, outside.clients);
    const address = servers.find((server) => server.name === name)?.address;
    // A spare server of the inventory runs nothing and dials nothing.
    return address === undefined ? [] : [{ name, network: address }];
  };
  return servers.map((server) => ({
    stack,
    server: server.name,
    address: server.address,
    ssh: sshOf(server, servers, outside.operator),
    services: flows
      .filter(({ to }) => to === server.name)
      .map(({ port, service, from }) => ({ port, service, from: from.flatMap(sourcesOf) }))
      .sort((a, b) => a.port - b.port || byName(a.service, b.service)),
  }));
}

/** Preflight on a server that dials another looks whether its sshd answers; a dropped packet fails it. */
function sshOf(
  { name, ssh }: PlannedServer,
  servers: readonly PlannedServer[],
  operator: readonly string[],
): Opening {
  const dialled = servers
    .filter((other) => other.dials.includes(name))
    .map((other): Source => ({ name: other.name, network: other.address }));
  return { port: ssh.port, service: "ssh", from: [...networksOf("operator", operator), ...dialled] };
}

function networksOf(name: string, networks: readonly string[]): Source[] {
  return networks.length === 0 ? [{ name, network: "any" }] : networks.map((network) => ({ name, network }));
}

/** Whether anybody may dial it, so that no source is compared. */
export function isOpenToAny({ from }: Opening): boolean {
  return from.some(({ network }) => network === "any");
}
