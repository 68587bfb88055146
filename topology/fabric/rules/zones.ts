import type { Rule } from "../../rules/rule.js";
import { placementsOf } from "../placements.js";
import type { FabricStack } from "./stack.js";

const clusters = [
  { role: "zookeeper", title: "ZooKeeper" },
  { role: "kafka", title: "Kafka" },
] as const;

/** The zones in which a role's services stand, one for each service. */
function zonesOf({ servers, fabric }: FabricStack, role: "zookeeper" | "kafka"): (string | undefined)[] {
  return placementsOf(fabric)
    .filter((placement) => placement.role === role)
    .map(({ server }) => servers[server]?.zone);
}

const known = (zones: readonly (string | undefined)[]) =>
  [...new Set(zones.filter((zone) => zone !== undefined))].sort();

/** ZooKeeper and Kafka each stand in 3 zones, so that the loss of one leaves two thirds of each. */
export const singleZone: Rule<FabricStack> = {
  id: "single-zone",
  severity: "warning",
  holds: "outside trial ZooKeeper and Kafka each stand in 3 zones or more",
  source: "Kafka docs, broker.rack; own figure: a copy of each block in each of 3 zones",
  check(stack, at) {
    if (stack.tier === "trial") return [];
    const few = clusters
      .map(({ role, title }) => ({ title, zones: zonesOf(stack, role) }))
      .filter(({ zones }) => zones.length > 0 && known(zones).length < 3);
    if (few.length === 0) return [];
    const shown = few.map(({ title, zones }) => `${title} in ${known(zones).join(", ") || "no zone"}`);
    return [
      at(["servers"], {
        message: "the loss of one zone may stop ordering",
        found: shown.join("; "),
        allowed: "3 zones or more for each",
        remedy: "spread them and write each server's zone, or accept single-zone",
      }),
    ];
  },
};

/** No zone holds half of an ensemble: with the zone its majority would go. */
export const zoneMajority: Rule<FabricStack> = {
  id: "zone-majority",
  severity: "warning",
  holds: "outside trial no zone holds so many ZooKeeper servers that the rest is no majority",
  source: "ZooKeeper docs: an ensemble works while more than half of it does",
  check(stack, at) {
    const zones = zonesOf(stack, "zookeeper");
    // Fewer than 3 zones is what single-zone says.
    if (stack.tier === "trial" || known(zones).length < 3) return [];
    return known(zones)
      .map((zone) => ({ zone, count: zones.filter((one) => one === zone).length }))
      .filter(({ count }) => (zones.length - count) * 2 <= zones.length)
      .map(({ zone, count }) =>
        at(["fabric", "ordering", "zookeeper"], {
          message: `ordering stops when zone ${zone} is lost`,
          found: `${count} of ${zones.length} ZooKeeper servers in zone ${zone}`,
          allowed: `at most ${Math.ceil(zones.length / 2) - 1} in one zone`,
          remedy: "move one of them to another zone, or accept zone-majority",
        }),
      );
  },
};

/** Either every broker's server has a zone or none: Kafka does not spread copies when some have none. */
export const zonePartial: Rule<FabricStack> = {
  id: "zone-partial",
  severity: "warning",
  holds: "the servers of all brokers have a zone, or none has",
  source: "Kafka docs, broker.rack: copies are not spread when some brokers name no rack",
  check({ servers, fabric }, at) {
    const brokers = placementsOf(fabric).filter(({ role }) => role === "kafka");
    const without = [...new Set(brokers.map(({ server }) => server))].filter(
      (name) => servers[name] !== undefined && servers[name].zone === undefined,
    );
    const some = brokers.some(({ server }) => servers[server]?.zone !== undefined);
    if (!some) return [];
    return without.map((name) =>
      at(["servers", name, "zone"], {
        message: "without it Kafka spreads no block over zones",
        found: "nothing, where other brokers' servers have a zone",
        allowed: "a zone for the server of every broker",
        remedy: "write the zone it stands in, or accept zone-partial",
      }),
    );
  },
};

/** The members of a quorum stand on servers of their own: two on one fail together. */
export const sharedServer: Rule<FabricStack> = {
  id: "shared-server",
  severity: "warning",
  holds: "outside trial the members of a quorum stand on servers of their own",
  source: "own: two on one server fail together",
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
