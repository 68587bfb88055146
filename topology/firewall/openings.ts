import { callersOf } from "../flows.js";
import type { Plan } from "../model/plan.js";
import type { Flow, PlannedServer } from "../model/server.js";
import type { PlannedService } from "../model/service.js";
import { byName } from "../names.js";

/** Where connections come from: an address or network in CIDR notation, or `any`. */
export interface Source {
  /** A server's name, that of a Docker network on the server itself, `operator` or `clients`. */
  readonly name: string;
  readonly network: string;
}

/** One TCP port of a server and who dials it. */
export interface Opening {
  readonly port: number;
  /** Service and port name, e.g. `kafka1 client`; `ssh` for the login. */
  readonly service: string;
  readonly from: readonly Source[];
  /** Docker publishes it: from outside it is let in by Docker's own rules, whatever the server's input rules say. */
  readonly published?: true;
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
      .map((flow): Opening => {
        const { port, service, from } = flow;
        const dialled = dialledBy(plan, flow);
        return {
          port,
          service,
          from: [...from.flatMap(sourcesOf), ...(dialled ? ownBridges(plan, dialled, flow) : [])],
          ...(dialled?.bridge ? { published: true } : {}),
        };
      })
      .sort((a, b) => a.port - b.port || byName(a.service, b.service)),
  }));
}

/** The service that a flow leads to. */
function dialledBy({ services }: Plan, { to, service: flow }: Flow): PlannedService | undefined {
  return services.find(
    (service) =>
      service.server === to && service.ports.some(({ name }) => `${service.name} ${name}` === flow),
  );
}

/**
 * Docker networks of the server itself from which a service is dialled: their packets come in from outside, as it were,
 * with an address of that network. One in the server's own network is dialled from those of its callers' roles; one in
 * a Docker network from that network, as its neighbours dial it at the server's published port.
 */
function ownBridges({ services, bridges = [] }: Plan, dialled: PlannedService, flow: Flow): Source[] {
  const port = flow.service.slice(dialled.name.length + 1);
  const callers: readonly string[] = callersOf(dialled.role, port);
  const dials = (name: string) =>
    dialled.bridge
      ? dialled.bridge.network === name
      : services.some(
          ({ server, role, bridge }) =>
            server === dialled.server &&
            bridge?.network === name &&
            (callers.includes(role) || callers.includes("everyone")),
        );
  return bridges
    .filter(({ server, name }) => server === dialled.server && dials(name))
    .map(({ name, subnet }) => ({ name, network: subnet }));
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

/** Ports of a server that Docker publishes, in order; its input rules do not close them from outside. */
export function publishedPorts({ services }: Pick<ServerFirewall, "services">): number[] {
  return [...new Set(services.filter(({ published }) => published).map(({ port }) => port))];
}
