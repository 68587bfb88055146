import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

type Version = FabricSettings["version"];
type Consensus = FabricSettings["ordering"]["type"];

/** Which consensus each Fabric version can run (its release notes and docs; Kafka is deprecated since 2.0). */
const runs: Readonly<Record<Version, readonly Consensus[]>> = {
  "1.4": ["kafka", "etcdraft"],
  "2.2": ["kafka", "etcdraft"],
  "2.4": ["kafka", "etcdraft"],
  "2.5": ["kafka", "etcdraft"],
  "3.0": ["etcdraft", "BFT"],
  "3.1": ["etcdraft", "BFT"],
};

/** The orderers of a Fabric version can run the consensus: Kafka left with 3.0, BFT came with it. */
export const consensusVersion: Rule<FabricSettings> = {
  id: "consensus-version",
  severity: "error",
  holds: "the Fabric version can run the consensus: Kafka until 2.5, BFT from 3.0",
  source: "Fabric release notes 2.0 and 3.0",
  check({ version, ordering }, at) {
    if (runs[version].includes(ordering.type)) return [];
    const versions = Object.entries(runs).filter(([, types]) => types.includes(ordering.type));
    return [
      at(["ordering", "type"], {
        message: `Fabric ${version} has no ${ordering.type} ordering`,
        found: `${ordering.type} with version ${version}`,
        allowed: `${ordering.type} with ${versions.map(([name]) => name).join(", ")}; ${version} with ${runs[version].join(", ")}`,
        remedy:
          ordering.type === "kafka"
            ? 'take version "2.5"; a Kafka network moves to Raft before it moves to 3.x'
            : "take a version that has it",
      }),
    ];
  },
};
