import { type Rule, repeated } from "../../rules/rule.js";
import { type Placement, placementsOf } from "../placements.js";
import { rolePorts } from "../roles.js";
import type { FabricStack } from "./stack.js";

const mainPort: Readonly<Record<Placement["role"], number>> = {
  zookeeper: rolePorts.zookeeper.client,
  kafka: rolePorts.kafka.client,
  orderer: rolePorts.orderer.grpc,
  peer: rolePorts.peer.grpc,
};

/**
 * Where several services of a role share a server, their ports are written: what the planner hands out follows the order
 * of their names, so that a further one with an earlier name would move the others to other ports.
 */
export const portUnwritten: Rule<FabricStack> = {
  id: "port-unwritten",
  severity: "error",
  holds: "outside trial services of one role on one server have their ports written",
  source: "own: the next free port depends on the names of all of them, and channels and clients know it",
  check({ tier, fabric }, at) {
    if (tier === "trial") return [];
    return repeated(placementsOf(fabric), ({ role, server }) => `${role} ${server}`).flatMap((group) => {
      const taken = new Set(group.flatMap(({ port }) => port ?? []));
      return group
        .filter(({ port }) => port === undefined)
        .map(({ name, server, role, path }) => {
          const free = nextFree(mainPort[role], taken);
          return at([...path, "port"], {
            message: `a further ${role} on ${server} could move ${name} to another port`,
            found: "nothing",
            allowed: "a port that stays with it",
            remedy: `write it, for instance { server: ${server}, port: ${free} }; its other ports keep their distance to it`,
          });
        });
    });
  },
};

function nextFree(first: number, taken: Set<number>): number {
  let port = first;
  while (taken.has(port)) port += 1000;
  taken.add(port);
  return port;
}
