import { placementsOf } from "./placements.js";
import type { Rule } from "./rule.js";
import type { FabricStack } from "./subjects.js";

/** The ordering service stands in 3 zones, so that the loss of one leaves two thirds of each quorum. */
export const singleZone: Rule<FabricStack> = {
  id: "single-zone",
  severity: "warning",
  check({ tier, servers, fabric }, at) {
    if (tier === "trial") return [];
    const used = placementsOf(fabric).filter(({ role }) => role === "zookeeper" || role === "kafka");
    const zones = new Set(used.flatMap(({ server }) => servers[server]?.zone ?? []));
    if (used.length === 0 || zones.size >= 3) return [];
    return [
      at(["servers"], {
        message: "the servers of ZooKeeper and Kafka stand in fewer than 3 zones",
        found: zones.size === 0 ? "no `zone` at any of them" : `zones ${[...zones].sort().join(", ")}`,
        allowed: "3 zones or more",
        remedy: "spread them and write each server's zone, or accept single-zone",
      }),
    ];
  },
};

/** The members of a quorum stand on servers of their own: two on one fail together. */
export const sharedServer: Rule<FabricStack> = {
  id: "shared-server",
  severity: "warning",
  check({ tier, fabric }, at) {
    if (tier === "trial") return [];
    const members = placementsOf(fabric).filter(({ role }) => role !== "peer");
    return members.flatMap(({ role, server, name, path }, index) => {
      const earlier = members.slice(0, index).find((other) => other.role === role && other.server === server);
      if (!earlier) return [];
      return [
        at([...path, "server"], {
          message: `${name} and ${earlier.name} fail together`,
          found: `both on ${server}`,
          allowed: "a server of its own for each member",
          remedy: "move one of them, or accept shared-server",
        }),
      ];
    });
  },
};
