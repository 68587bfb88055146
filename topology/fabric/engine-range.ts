import { compareVersions, type EngineRange, oldestEngine } from "../engine-range.js";

/**
 * Docker engines that a Fabric version runs on. Chaincode that the peer builds through Docker fails on engine 29 ("broken
 * pipe") before Fabric 2.5.15 and, of the third line, 3.1.4 (hyperledger/fabric#5350); chaincode as a service does not
 * touch the engine.
 */
export function engineRange(fabricVersion: string, chaincode: "service" | "docker-built"): EngineRange {
  if (chaincode === "service")
    return { minimum: oldestEngine, reason: `Fabric ${fabricVersion}, chaincode as a service` };
  if (compareVersions(fabricVersion, fixedIn(fabricVersion)) >= 0)
    return { minimum: oldestEngine, reason: `Fabric ${fabricVersion}` };
  return {
    minimum: oldestEngine,
    below: "29",
    reason: `Fabric ${fabricVersion} builds chaincode through Docker, which engine 29 breaks (hyperledger/fabric#5350)`,
  };
}

function fixedIn(fabricVersion: string): string {
  return compareVersions(fabricVersion, "3") >= 0 ? "3.1.4" : "2.5.15";
}
