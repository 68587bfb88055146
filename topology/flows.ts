import type { Caller } from "./model/role-traits.js";
import type { Flow } from "./model/server.js";
import type { PlannedService } from "./model/service.js";
import { byName } from "./names.js";
import { rolesThatDial, traitsOf } from "./networks.js";

/** Who dials a role's port from other servers. */
export function callersOf(role: string, port: string): readonly Caller[] {
  const others = rolesThatDial(role, port).map((other) => other.role);
  return [...(traitsOf(role).callers?.[port] ?? []), ...others];
}

/** The connections each server's firewall must let in, besides SSH from the operator. */
export function planFlows(services: readonly PlannedService[], servers: readonly string[]): Flow[] {
  const serversOf = (role: string, dialled: PlannedService, port: string) =>
    services.filter((one) => one.role === role && mayDial(one, dialled, port)).map((one) => one.server);
  return services.flatMap((service) =>
    service.ports
      .filter((port) => port.exposure !== "loopback")
      .map((port): Flow => {
        const from = callersOf(service.role, port.name).flatMap((caller) =>
          caller === "everyone"
            ? servers
            : caller === "clients"
              ? ["clients"]
              : serversOf(caller, service, port.name),
        );
        return {
          to: service.server,
          from: [...new Set(from)].filter((name) => name !== service.server).sort(byName),
          port: port.port,
          service: `${service.name} ${port.name}`,
        };
      }),
  );
}

/** A role of another network dials a port only where its host entries have the name by which it does. */
function mayDial(caller: PlannedService, dialled: PlannedService, port: string): boolean {
  const as = rolesThatDial(dialled.role, port).find(({ role }) => role === caller.role);
  return as === undefined || Object.hasOwn(caller.hosts, as.host);
}
