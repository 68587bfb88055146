import { byName } from "./names.js";
import type { Flow, PlannedService, Role } from "./types.js";

/** Which roles dial a role's private port; `clients` are applications, from wherever the user lets them in. */
export const roleCallers: Record<Role, Record<string, readonly (Role | "clients" | "everyone")[]>> = {
  registry: { registry: ["everyone"] },
  zookeeper: { client: ["zookeeper", "kafka"], quorum: ["zookeeper"], election: ["zookeeper"] },
  kafka: { client: ["kafka", "orderer"] },
  orderer: { grpc: ["peer", "clients"] },
  couchdb: {},
  peer: { grpc: ["peer", "clients"] },
  chaincode: {},
};

/** The connections each server's firewall must let in, besides SSH from the operator. */
export function planFlows(services: readonly PlannedService[], servers: readonly string[]): Flow[] {
  const serversOf = (role: Role) => services.filter((s) => s.role === role).map((s) => s.server);
  return services.flatMap((service) =>
    service.ports
      .filter((port) => port.exposure === "private")
      .map((port): Flow => {
        const from = (roleCallers[service.role][port.name] ?? []).flatMap((caller) =>
          caller === "everyone" ? servers : caller === "clients" ? ["clients"] : serversOf(caller),
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
