import type { Flow } from "./model/server.js";
import type { PlannedService, Role } from "./model/service.js";
import { byName } from "./names.js";

/** Which roles dial a role's port from other servers; `clients` are applications, from wherever the user lets them in. */
export const roleCallers: Record<Role, Record<string, readonly (Role | "clients" | "everyone")[]>> = {
  registry: { registry: ["everyone"] },
  zookeeper: { client: ["zookeeper", "kafka"], quorum: ["zookeeper"], election: ["zookeeper"] },
  kafka: { client: ["kafka", "orderer"] },
  orderer: { grpc: ["peer", "clients"] },
  couchdb: {},
  peer: { grpc: ["peer", "clients"] },
  chaincode: {},
  "fisco-node": { p2p: ["fisco-node"], channel: ["fisco-console", "wefe-service", "clients"] },
  "fisco-console": {},
  // Data is dialled on its own server only, and what has no name here by nobody else that is known (manual 3.3, 5, 7.13).
  "wefe-data": {},
  "wefe-service": {
    union: ["wefe-service", "clients"],
    manager: ["wefe-website"],
    gateway: ["wefe-service", "clients"],
    serving: ["clients"],
    query: ["clients"],
  },
  "wefe-website": { portal: ["clients"], "manager-pages": ["wefe-website"] },
};

/** The connections each server's firewall must let in, besides SSH from the operator. */
export function planFlows(services: readonly PlannedService[], servers: readonly string[]): Flow[] {
  const serversOf = (role: Role, dialled: PlannedService) =>
    services.filter((one) => one.role === role && mayDial(one, dialled)).map((one) => one.server);
  return services.flatMap((service) =>
    service.ports
      .filter((port) => port.exposure !== "loopback")
      .map((port): Flow => {
        const from = (roleCallers[service.role][port.name] ?? []).flatMap((caller) =>
          caller === "everyone" ? servers : caller === "clients" ? ["clients"] : serversOf(caller, service),
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

/** Of a vendor's services those dial the chain that have its name among their host entries. */
function mayDial(caller: PlannedService, dialled: PlannedService): boolean {
  if (dialled.role !== "fisco-node" || !caller.role.startsWith("wefe-")) return true;
  return Object.hasOwn(caller.hosts, "fisco.service");
}
