import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** The numbers and names of private data collections fit each other, as the peer checks them at the commit. */
export const collectionShape: Rule<FabricSettings> = {
  id: "collection",
  severity: "error",
  holds: "a chaincode's collections have names of their own, and 0 <= requiredPeerCount <= maxPeerCount",
  source: "Fabric docs, private-data-arch.rst; Fabric source, core/chaincode/lifecycle",
  check({ channels }, at) {
    return Object.entries(channels).flatMap(([channel, { chaincodes }]) =>
      Object.entries(chaincodes).flatMap(([chaincode, { collections }]) =>
        collections.flatMap((collection, index) => {
          const path = ["channels", channel, "chaincodes", chaincode, "collections", index];
          const { name, requiredPeerCount = 0, maxPeerCount = 1 } = collection;
          const first = collections.findIndex((other) => other.name === name);
          const findings = [];
          if (typeof name === "string" && first !== index)
            findings.push(
              at([...path, "name"], {
                message: "the name of another collection of this chaincode",
                found: name,
                allowed: "a name of its own",
                remedy: "rename one of the two; a collection that holds data keeps its name",
              }),
            );
          const counts = [requiredPeerCount, maxPeerCount];
          if (!counts.every((count) => Number.isInteger(count)) || !inOrder(requiredPeerCount, maxPeerCount))
            findings.push(
              at([...path, "requiredPeerCount"], {
                message: "no number of peers can meet both counts",
                found: `requiredPeerCount ${String(requiredPeerCount)}, maxPeerCount ${String(maxPeerCount)}`,
                allowed: "whole numbers, 0 <= requiredPeerCount <= maxPeerCount",
                remedy: "lower requiredPeerCount, or raise maxPeerCount",
              }),
            );
          return findings;
        }),
      ),
    );
  },
};

function inOrder(required: unknown, most: unknown): boolean {
  return Number(required) >= 0 && Number(required) <= Number(most);
}
