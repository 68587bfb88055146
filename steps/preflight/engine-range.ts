import type { Plan } from "../../topology/model/plan.js";
import type { EngineRange } from "../specs.js";

/** Debian 11's and 12's engine, the oldest that networks were run on. */
const minimum = "20.10";

/** Docker engines that every network of a stack runs on. */
export function enginesFor({ fabric }: Pick<Plan, "fabric">): EngineRange {
  return fabric
    ? engineRange(fabric.version, "service")
    : { minimum, reason: "the oldest that networks were run on" };
}

/**
 * Docker engines that a Fabric version runs on. Chaincode that the peer builds through Docker fails on engine 29 ("broken pipe") before Fabric 2.5.15 and, of the
 * third line, 3.1.4 (hyperledger/fabric#5350); chaincode as a service does not touch the engine.
 */
export function engineRange(fabricVersion: string, chaincode: "service" | "docker-built"): EngineRange {
  if (chaincode === "service") return { minimum, reason: `Fabric ${fabricVersion}, chaincode as a service` };
  if (compareVersions(fabricVersion, fixedIn(fabricVersion)) >= 0)
    return { minimum, reason: `Fabric ${fabricVersion}` };
  return {
    minimum,
    below: "29",
    reason: `Fabric ${fabricVersion} builds chaincode through Docker, which engine 29 breaks (hyperledger/fabric#5350)`,
  };
}

function fixedIn(fabricVersion: string): string {
  return compareVersions(fabricVersion, "3") >= 0 ? "3.1.4" : "2.5.15";
}

/** Compares dotted versions number by number; missing parts count as 0, suffixes such as `+dfsg1` are cut off. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => (/^[\d.]+/.exec(version)?.[0] ?? "0").split(".").map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
