import type { Rule } from "../../rules/rule.js";
import type { FabricStack } from "./stack.js";

const path = ["fabric", "ordering", "zookeeper"];

/** A ZooKeeper ensemble is 3, 5 or 7 servers: an even one survives no more than the next smaller (Fabric docs, kafka.rst). */
export const zookeeperQuorum: Rule<FabricStack> = {
  id: "zookeeper-quorum",
  severity: "error",
  holds: "an ensemble has 3, 5 or 7 servers (in trial also 1)",
  source: "Fabric docs, kafka.rst: an even number survives no more than the next smaller",
  check({ tier, fabric: { ordering } }, at) {
    const count = Object.keys(ordering.zookeeper).length;
    if ([3, 5, 7].includes(count) || (tier === "trial" && count === 1)) return [];
    return [
      at(path, {
        message: "not an ensemble that survives the loss of a server",
        found: `${count} ZooKeeper servers`,
        allowed: tier === "trial" ? "1, 3, 5 or 7" : "3, 5 or 7",
        remedy: "name 3 servers, each on a server of its own",
      }),
    ];
  },
};

/** A single ZooKeeper server is no quorum: good for a try only. */
export const zookeeperSingle: Rule<FabricStack> = {
  id: "zookeeper-single",
  severity: "warning",
  holds: "an ensemble survives the loss of a server",
  source: "ZooKeeper docs",
  check({ tier, fabric: { ordering } }, at) {
    if (tier !== "trial" || Object.keys(ordering.zookeeper).length !== 1) return [];
    return [
      at(path, {
        message: "ordering stops when this one server is away",
        found: "1 ZooKeeper server",
        allowed: "3 for a network that is to survive the loss of a server",
        remedy: "name 3 servers, or accept zookeeper-single",
      }),
    ];
  },
};
