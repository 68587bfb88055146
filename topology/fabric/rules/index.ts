import type { FabricSettings, OrderingSettings } from "../../../config/fabric/schema.js";
import type { Finding, RuleDescription } from "../../../config/findings.js";
import type { LoadedSettings } from "../../../config/load.js";
import type { KindRules } from "../../kind.js";
import type { Plan } from "../../model/plan.js";
import { type Rule, runRules } from "../../rules/rule.js";
import { foundingRule } from "../founding.js";
import { anchorMissing, anchorUnknown } from "./anchors.js";
import { batchPreferred, batchSizes } from "./batch.js";
import { certificateName } from "./certificate-name.js";
import { chaincodePolicy } from "./chaincode-policy.js";
import { channelName, channelOrganizations } from "./channel-organizations.js";
import { collectionShape } from "./collections.js";
import { consensusVersion } from "./consensus-version.js";
import { bftQuorum, consenterSurplus } from "./consenters.js";
import { idTwice } from "./id-twice.js";
import { domainTwice, mspIdTwice } from "./identity-twice.js";
import { imageVersion } from "./image-version.js";
import { kafkaHeap } from "./kafka-heap.js";
import { kafkaPlaintext } from "./kafka-plaintext.js";
import { kafkaProperties } from "./kafka-properties.js";
import { kafkaReplication } from "./kafka-replication.js";
import { nameLength } from "./name-length.js";
import { nameReserved } from "./name-reserved.js";
import { notBuilt } from "./not-built.js";
import { ordererCount } from "./orderer-count.js";
import { organizationPeers } from "./organization-peers.js";
import { portUnwritten } from "./port-unwritten.js";
import { publicAddress } from "./public-address.js";
import type { FabricStack } from "./stack.js";
import { stateDatabaseMixed } from "./state-database.js";
import { sharedServer, singleZone, zoneMajority, zonePartial } from "./zones.js";
import { zookeeperQuorum, zookeeperSingle } from "./zookeeper-quorum.js";

const stackRules: readonly Rule<FabricStack>[] = [
  ordererCount,
  bftQuorum,
  consenterSurplus,
  sharedServer,
  portUnwritten,
  imageVersion,
];

/** Rules about ZooKeeper and Kafka; an ordering service of another type has neither. */
const kafkaStackRules: readonly Rule<FabricStack>[] = [
  zookeeperQuorum,
  zookeeperSingle,
  singleZone,
  zoneMajority,
  zonePartial,
  publicAddress,
  kafkaHeap,
  kafkaPlaintext,
];
const kafkaRules: readonly Rule<OrderingSettings>[] = [
  idTwice,
  kafkaReplication,
  batchSizes,
  batchPreferred,
  kafkaProperties,
];

const networkRules: readonly Rule<FabricSettings>[] = [
  consensusVersion,
  notBuilt,
  organizationPeers,
  anchorUnknown,
  anchorMissing,
  mspIdTwice,
  domainTwice,
  nameLength,
  nameReserved,
  channelOrganizations,
  channelName,
  stateDatabaseMixed,
  chaincodePolicy,
  collectionShape,
];

const planRules: readonly Rule<Plan>[] = [certificateName];

const founding: readonly RuleDescription[] = [foundingRule];

/** Rules about a Fabric network. */
export const fabricRules: KindRules = {
  groups: [
    { title: "Orderers and images of Fabric", rules: stackRules },
    { title: "ZooKeeper and Kafka", rules: [...kafkaStackRules, ...kafkaRules] },
    { title: "Versions, organisations, channels and chaincodes", rules: networkRules },
    { title: "The plan of a Fabric network, and one that runs", rules: [...planRules, ...founding] },
  ],
  settings(settings: LoadedSettings): Finding[] {
    const { fabric } = settings;
    if (!fabric) return [];
    const stack: FabricStack = { ...settings, fabric };
    return [
      ...runRules(stackRules, stack),
      ...runRules(networkRules, fabric, ["fabric"]),
      ...(fabric.ordering.type === "kafka"
        ? [
            ...runRules(kafkaStackRules, stack),
            ...runRules(kafkaRules, fabric.ordering, ["fabric", "ordering"]),
          ]
        : []),
    ];
  },
  plan: (plan) => runRules(planRules, plan),
};
