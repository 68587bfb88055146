import type { Rule } from "../../rules/rule.js";
import type { FabricStack } from "./stack.js";

const path = ["fabric", "ordering", "orderers"];

/** A BFT ordering service bears one faulty orderer from 4 on (n >= 3f + 1). */
export const bftQuorum: Rule<FabricStack> = {
  id: "bft-quorum",
  severity: "error",
  holds: "BFT ordering has 4 orderers or more (in trial also 1)",
  source: "Fabric docs 3.1, bft_configuration.md: n >= 3f + 1",
  check({ tier, fabric: { ordering } }, at) {
    const count = Object.keys(ordering.orderers).length;
    if (ordering.type !== "BFT" || count >= 4 || (tier === "trial" && count === 1)) return [];
    return [
      at(path, {
        message: "too few orderers to bear a faulty one",
        found: String(count),
        allowed: "4 or more; 7 bear two",
        remedy: "name 4 orderers, each on a server of its own",
      }),
    ];
  },
};

/** A consenter that lets no further one fail only costs: Raft gains with odd numbers, BFT with 3f + 1. */
export const consenterSurplus: Rule<FabricStack> = {
  id: "consenter-surplus",
  severity: "warning",
  holds: "every consenter counts: an odd number in Raft, 3f + 1 in BFT",
  source: "Fabric docs, raft_configuration.md and bft_configuration.md",
  check({ fabric: { ordering } }, at) {
    const count = Object.keys(ordering.orderers).length;
    const surplus = {
      kafka: 0,
      etcdraft: count > 2 && count % 2 === 0 ? 1 : 0,
      BFT: count > 4 ? (count - 1) % 3 : 0,
    };
    const many = surplus[ordering.type];
    if (many === 0) return [];
    return [
      at(path, {
        message: `as many may fail with ${many} fewer`,
        found: `${count} orderers in ${ordering.type}`,
        allowed: `${count - many}, or ${ordering.type === "BFT" ? count - many + 3 : count + 1} to let one more fail`,
        remedy: "name that many, or accept consenter-surplus",
      }),
    ];
  },
};
