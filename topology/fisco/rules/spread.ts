import type { Finding } from "../../../config/findings.js";
import { byName } from "../../names.js";
import type { At, Rule } from "../../rules/rule.js";
import { faultTolerance } from "../fault-tolerance.js";
import { placementsOf } from "../placements.js";
import { byServer, byZone, type FiscoStack, type Spread } from "./subject.js";

const path = ["fisco", "agencies"];

/** Whether the loss of one place takes more sealers than may fail. */
export function holdsTooMany(spread: Spread, mayFail: number): boolean {
  return [...spread.values()].some((sealers) => sealers.length > mayFail);
}

/** What a rule says of each place that holds too many. */
function complaints(
  { fisco }: FiscoStack,
  spread: Spread,
  kind: "server" | "zone",
  at: At,
): readonly Finding[] {
  const { sealers: total, mayFail } = faultTolerance(placementsOf(fisco).length);
  // Fewer than 4 is what fisco-quorum says.
  if (fisco.acceptNoFaultTolerance || mayFail === 0) return [];
  return [...spread]
    .filter(([, sealers]) => sealers.length > mayFail)
    .sort(([a], [b]) => byName(a, b))
    .map(([place, sealers]) =>
      at(path, {
        message: `the chain stops when ${kind} ${place} is lost`,
        found: `${sealers.length} of ${total} nodes: ${sealers.join(", ")}`,
        allowed: `at most ${mayFail} in one ${kind}, which takes ${Math.ceil(total / mayFail)} ${kind}s`,
        remedy: `spread them over more ${kind}s, or write acceptNoFaultTolerance: true`,
      }),
    );
}

/** No server holds more nodes than may fail. */
export const serverFaults: Rule<FiscoStack> = {
  id: "fisco-server-faults",
  severity: "error",
  holds: "no server holds more nodes of a chain than may fail, unless acceptNoFaultTolerance says so",
  source: "FISCO BCOS operation manual: consensus nodes in one partition should not exceed F",
  check: (stack, at) => complaints(stack, byServer(stack), "server", at),
};

/** No zone holds more nodes than may fail. */
export const zoneFaults: Rule<FiscoStack> = {
  id: "fisco-zone-faults",
  severity: "error",
  holds:
    "where servers have zones, none holds more nodes of a chain than may fail, unless acceptNoFaultTolerance says so",
  source:
    "FISCO BCOS operation manual: consensus nodes in one partition should not exceed F; 4 nodes need 4 zones",
  check: (stack, at) => complaints(stack, byZone(stack), "zone", at),
};

/** A chain on one server is a trial, whatever its tier says. */
export const singleServer: Rule<FiscoStack> = {
  id: "fisco-single-server",
  severity: "warning",
  holds: "outside trial the nodes of a chain stand on more than one server",
  source: "own: one failing machine takes every copy of the ledger with it",
  check(stack, at) {
    const spread = byServer(stack);
    const [first] = spread.keys();
    // Where it is not accepted, fisco-quorum or fisco-server-faults is an error.
    if (stack.tier === "trial" || !stack.fisco.acceptNoFaultTolerance) return [];
    if (spread.size !== 1 || first === undefined) return [];
    return [
      at(path, {
        message: "every copy of the ledger is on one server",
        found: `all on ${first}`,
        allowed: "2 servers or more",
        remedy: "put one of them on another server, or accept fisco-single-server",
      }),
    ];
  },
};

/** What is accepted must be there to be accepted, or a later mistake hides behind it. */
export const toleranceAccepted: Rule<FiscoStack> = {
  id: "fisco-accepts-nothing",
  severity: "warning",
  holds: "acceptNoFaultTolerance is written only where one failing node, server or zone does stop the chain",
  source: "own: it would hide the node that is later put beside another",
  check(stack, at) {
    const { fisco } = stack;
    const { mayFail } = faultTolerance(placementsOf(fisco).length);
    const needed =
      mayFail === 0 || holdsTooMany(byServer(stack), mayFail) || holdsTooMany(byZone(stack), mayFail);
    if (!fisco.acceptNoFaultTolerance || needed) return [];
    return [
      at(["fisco", "acceptNoFaultTolerance"], {
        message: "nothing has to be accepted",
        found: "true",
        allowed: "false: this chain bears the loss of any node, server or zone",
        remedy: "remove it",
      }),
    ];
  },
};
