import type { Rule } from "../../rules/rule.js";
import { faultTolerance } from "../fault-tolerance.js";
import { placementsOf } from "../placements.js";
import type { FiscoStack } from "./subject.js";

const path = ["fisco", "agencies"];

/** PBFT bears one faulty node from 4 on. Fewer are a choice that somebody must have made. */
export const enoughSealers: Rule<FiscoStack> = {
  id: "fisco-quorum",
  severity: "error",
  holds: "a chain has 4 nodes or more, or acceptNoFaultTolerance says that fewer are meant (then 1 or more)",
  source: "FISCO-BCOS libconsensus, ConsensusEngineBase.cpp: f = (n - 1) / 3, n - f must agree",
  check({ fisco }, at) {
    const { sealers, mayFail } = faultTolerance(placementsOf(fisco).length);
    if (mayFail > 0 || (fisco.acceptNoFaultTolerance && sealers > 0)) return [];
    return [
      at(path, {
        message: sealers === 0 ? "a chain without a node" : "the chain stops when one node does",
        found: `${sealers} ${sealers === 1 ? "node" : "nodes"}`,
        allowed: "4 or more; 7 bear two that fail",
        remedy:
          sealers === 0
            ? "name nodes in agencies.NAME.nodes"
            : "name 4 nodes, each on a server of its own, or write acceptNoFaultTolerance: true",
      }),
    ];
  },
};

/** Nodes beyond 3f + 1 cost and slow the agreement down, and let no further one fail. */
export const sealerSurplus: Rule<FiscoStack> = {
  id: "fisco-surplus",
  severity: "warning",
  holds: "from 4 nodes on their number is 3f + 1: 4, 7, 10, …",
  source: "FISCO BCOS operation manual: N = 3F + 1",
  check({ fisco }, at) {
    const { sealers, mayFail } = faultTolerance(placementsOf(fisco).length);
    const enough = 3 * mayFail + 1;
    if (mayFail === 0 || sealers === enough) return [];
    return [
      at(path, {
        message: `as many may fail with ${sealers - enough} fewer`,
        found: `${sealers} nodes, of which ${mayFail} may fail`,
        allowed: `${enough}, or ${enough + 3} to let one more fail`,
        remedy: "name that many, or accept fisco-surplus",
      }),
    ];
  },
};
