import type { FabricSettings } from "../../config/fabric/schema.js";
import { type Needed, referenced } from "../rules/rule.js";

/** Images that the services of a Fabric network run. */
export function imagesOf({ ordering, organizations, channels }: FabricSettings): Needed[] {
  const peers = Object.values(organizations).filter(
    (organization) => Object.keys(organization.peers).length > 0,
  );
  const roles = [
    { name: "fabric-zookeeper", used: Object.keys(ordering.zookeeper).length > 0 },
    { name: "fabric-kafka", used: Object.keys(ordering.kafka).length > 0 },
    { name: "fabric-orderer", used: Object.keys(ordering.orderers).length > 0 },
    { name: "fabric-peer", used: peers.length > 0 },
    { name: "couchdb", used: peers.some(({ stateDatabase }) => stateDatabase === "couchdb") },
  ];
  return [
    ...roles.filter(({ used }) => used).map(({ name }) => referenced(name)),
    ...Object.entries(channels).flatMap(([channel, { chaincodes }]) =>
      Object.entries(chaincodes)
        .filter(([, { image }]) => !image.includes("@sha256:"))
        .map(([chaincode, { image }]) => ({
          name: image,
          path: ["fabric", "channels", channel, "chaincodes", chaincode, "image"],
        })),
    ),
  ];
}
