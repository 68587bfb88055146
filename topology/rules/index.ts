import type { Finding, Path, RuleDescription } from "../../config/findings.js";
import { formatPath } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import type { FabricSettings, OrderingSettings } from "../../config/schema.js";
import { schemaRules } from "../../config/schema-rules.js";
import { locate } from "../../config/servers.js";
import { foundingRule } from "../fabric/founding.js";
import { fiscoFoundingRule } from "../fisco/founding.js";
import { fiscoStackRules } from "../fisco/rules/index.js";
import { imageRules } from "../images/catalogue.js";
import type { Plan } from "../model/plan.js";
import { wefePlanRules } from "../wefe/findings.js";
import { packageRules } from "../wefe/package/findings.js";
import { wefeStackRules } from "../wefe/rules/index.js";
import { acceptRule, acceptUnused } from "./accept.js";
import { addressFamily } from "./address-family.js";
import { addressTwice } from "./address-twice.js";
import { addressUsable } from "./address-usable.js";
import { anchorMissing, anchorUnknown } from "./anchors.js";
import { batchPreferred, batchSizes } from "./batch.js";
import { bridgeSubnet } from "./bridge-subnet.js";
import { chaincodePolicy } from "./chaincode-policy.js";
import { channelName, channelOrganizations } from "./channel-organizations.js";
import { collectionShape } from "./collections.js";
import { consensusVersion } from "./consensus-version.js";
import { bftQuorum, consenterSurplus } from "./consenters.js";
import { dataVolume } from "./data-volume.js";
import { certificateName, hostEntries } from "./dialled-names.js";
import { idTwice } from "./id-twice.js";
import { domainTwice, mspIdTwice } from "./identity-twice.js";
import { imageVersion } from "./image-version.js";
import { archiveArchitecture, imageSource, registryUnused } from "./images.js";
import { jumpHost } from "./jump-host.js";
import { kafkaHeap } from "./kafka-heap.js";
import { kafkaPlaintext } from "./kafka-plaintext.js";
import { kafkaProperties } from "./kafka-properties.js";
import { kafkaReplication } from "./kafka-replication.js";
import { loginTwice } from "./login-twice.js";
import { nameLength } from "./name-length.js";
import { nameReserved } from "./name-reserved.js";
import { nameTwice } from "./name-twice.js";
import { networkMissing } from "./network-missing.js";
import { notBuilt } from "./not-built.js";
import { ordererCount } from "./orderer-count.js";
import { organizationPeers } from "./organization-peers.js";
import { portExposure } from "./port-exposure.js";
import { portTwice } from "./port-twice.js";
import { portUnwritten } from "./port-unwritten.js";
import { publicAddress } from "./public-address.js";
import { type Rule, runRules } from "./rule.js";
import { serverFits } from "./server-fits.js";
import { serviceTwice } from "./service-twice.js";
import { stateDatabaseMixed } from "./state-database.js";
import type { FabricStack } from "./subjects.js";
import { unknownServer } from "./unknown-server.js";
import { sharedServer, singleZone, zoneMajority, zonePartial } from "./zones.js";
import { zookeeperQuorum, zookeeperSingle } from "./zookeeper-quorum.js";

const stackRules: readonly Rule<LoadedSettings>[] = [
  addressTwice,
  addressUsable,
  addressFamily,
  loginTwice,
  jumpHost,
  networkMissing,
];

/** Rules about placement and images that hold whatever network the stack describes. */
const placementRules: readonly Rule<LoadedSettings>[] = [
  unknownServer,
  nameTwice,
  imageSource,
  registryUnused,
  archiveArchitecture,
];

const fabricStackRules: readonly Rule<FabricStack>[] = [
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

const fabricRules: readonly Rule<FabricSettings>[] = [
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

/** What the plan makes of it: names, ports and sizes are the user's, the others guard the planner itself. */
const planRules: readonly Rule<Plan>[] = [
  serviceTwice,
  portExposure,
  dataVolume,
  hostEntries,
  certificateName,
  portTwice,
  serverFits,
  bridgeSubnet,
];

const judged = [
  ...stackRules,
  ...placementRules,
  ...fabricStackRules,
  ...kafkaStackRules,
  ...kafkaRules,
  ...fabricRules,
  ...fiscoStackRules,
  ...wefeStackRules,
  ...planRules,
  ...schemaRules,
  ...imageRules,
  ...packageRules,
  ...wefePlanRules,
  foundingRule,
  fiscoFoundingRule,
  acceptUnused,
];
const accepting = acceptRule(judged);

/** Rules that belong together, for the reference. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleDescription[];
}

/** Every rule there is. */
export const ruleGroups: readonly RuleGroup[] = [
  { title: "Servers and the stack as a whole", rules: [...stackRules, accepting, acceptUnused] },
  { title: "Placement, orderers and images", rules: [...placementRules, ...fabricStackRules] },
  { title: "ZooKeeper and Kafka", rules: [...kafkaStackRules, ...kafkaRules] },
  { title: "Versions, organisations, channels and chaincodes", rules: fabricRules },
  { title: "Chains of FISCO BCOS", rules: fiscoStackRules },
  { title: "WeFe federations", rules: wefeStackRules },
  { title: "The plan that follows", rules: planRules },
  { title: "Image archives, read by pulumi preview and up", rules: imageRules },
  {
    title:
      "A vendor's package, read wherever its stack is planned; its image archives by pulumi preview and up",
    rules: [...packageRules, ...wefePlanRules],
  },
  {
    title: "A network that runs, compared by pulumi preview and up",
    rules: [foundingRule, fiscoFoundingRule],
  },
  { title: "The file and the schema", rules: schemaRules },
];

/**
 * Judges settings by every rule that needs no plan. Warnings that the stack accepts are still there.
 * @param assumed places that hold stand-ins for what the schema refused; nothing is said about them
 */
export function checkSettings(settings: LoadedSettings, assumed: readonly Path[] = []): Finding[] {
  const { fabric, fisco, wefe } = settings;
  const findings = [
    ...runRules([accepting], settings.accept, ["accept"]),
    ...runRules([...stackRules, ...placementRules], settings),
  ];
  if (fisco) findings.push(...runRules(fiscoStackRules, { ...settings, fisco }));
  if (wefe) findings.push(...runRules(wefeStackRules, { ...settings, wefe }));
  if (fabric) {
    const stack: FabricStack = { ...settings, fabric };
    findings.push(...runRules(fabricStackRules, stack), ...runRules(fabricRules, fabric, ["fabric"]));
    if (fabric.ordering.type === "kafka")
      findings.push(
        ...runRules(kafkaStackRules, stack),
        ...runRules(kafkaRules, fabric.ordering, ["fabric", "ordering"]),
      );
  }
  return finish(findings, settings, assumed);
}

/** Judges a plan: what can be said only when every service has its ports and limits. */
export function checkPlan(plan: Plan, settings: LoadedSettings, assumed: readonly Path[] = []): Finding[] {
  return finish(runRules(planRules, plan), settings, assumed);
}

function finish(findings: readonly Finding[], settings: LoadedSettings, assumed: readonly Path[]): Finding[] {
  const places = assumed.map(formatPath);
  const inside = (path: string, place: string) =>
    path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
  return findings
    .filter(({ path }) => !places.some((place) => inside(path, place)))
    .map((finding) => ({ ...finding, path: locate(finding.path, settings.inventory) }));
}
