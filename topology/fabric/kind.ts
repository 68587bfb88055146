import type { NetworkKind } from "../kind.js";
import { placedOn } from "../placed-on.js";
import { engineRange } from "./engine-range.js";
import { fabricFounding } from "./founding.js";
import { imagesOf } from "./images.js";
import { nameSpaces } from "./names.js";
import { placementsOf } from "./placements.js";
import { fabricPlanner } from "./plan.js";
import { kafkaRules } from "./quorums/kafka.js";
import { ordererRules, peerRules } from "./quorums/ledgers.js";
import { zookeeperRules } from "./quorums/zookeeper.js";
import { fabricRoles } from "./roles.js";
import { fabricRules } from "./rules/index.js";
import { fabricStatus } from "./status/status.js";
import { fabricText } from "./text.js";

/** Hyperledger Fabric. */
export const fabricKind: NetworkKind = {
  key: "fabric",
  rules: fabricRules,
  servers: ({ fabric }) =>
    fabric ? placementsOf(fabric).map(({ server, path }) => ({ server, path: [...path, "server"] })) : [],
  names: ({ fabric }) => (fabric ? nameSpaces(fabric) : []),
  images: ({ fabric }) => (fabric ? imagesOf(fabric) : []),
  placed({ servers, fabric }) {
    if (!fabric) return {};
    const { ordering, organizations } = fabric;
    return {
      fabric: {
        ...fabric,
        ordering: {
          ...ordering,
          zookeeper: placedOn(servers, ordering.zookeeper),
          kafka: placedOn(servers, ordering.kafka),
          orderers: placedOn(servers, ordering.orderers),
        },
        organizations: Object.fromEntries(
          Object.entries(organizations).map(([name, organization]) => [
            name,
            { ...organization, peers: placedOn(servers, organization.peers) },
          ]),
        ),
      },
    };
  },
  planner(context) {
    const { fabric } = context.settings;
    return fabric && fabricPlanner({ ...context, fabric });
  },
  roles: fabricRoles,
  phases: ["zookeeper", "kafka", "orderer", "couchdb", "peer", "chaincode"],
  quorums: [zookeeperRules, kafkaRules, ordererRules, peerRules],
  founding: fabricFounding,
  engines: ({ networks: { fabric } }) => fabric && engineRange(fabric.version, "service"),
  status: fabricStatus,
  text: ({ networks: { fabric } }) => fabric && fabricText(fabric),
};
