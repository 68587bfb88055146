import type { Finding, Path } from "../../config/findings.js";
import { formatPath } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import type { FabricSettings, OrderingSettings } from "../../config/schema.js";
import { locate } from "../../config/servers.js";
import type { Plan } from "../types.js";
import { checkAccepted, withoutAccepted } from "./accept.js";
import { addressTwice } from "./address-twice.js";
import { addressUsable } from "./address-usable.js";
import { anchorMissing, anchorUnknown } from "./anchors.js";
import { batchPreferred, batchSizes } from "./batch.js";
import { chaincodePolicy } from "./chaincode-policy.js";
import { channelName, channelOrganizations } from "./channel-organizations.js";
import { consensusVersion } from "./consensus-version.js";
import { idTwice } from "./id-twice.js";
import { domainTwice, mspIdTwice } from "./identity-twice.js";
import { archiveArchitecture, imageSource, registryUnused } from "./images.js";
import { jumpHost } from "./jump-host.js";
import { kafkaHeap } from "./kafka-heap.js";
import { kafkaPlaintext } from "./kafka-plaintext.js";
import { kafkaProperties } from "./kafka-properties.js";
import { kafkaReplication } from "./kafka-replication.js";
import { nameLength } from "./name-length.js";
import { nameTwice } from "./name-twice.js";
import { networkMissing } from "./network-missing.js";
import { notBuilt } from "./not-built.js";
import { ordererCount } from "./orderer-count.js";
import { organizationPeers } from "./organization-peers.js";
import { portTwice } from "./port-twice.js";
import { type Rule, runRules } from "./rule.js";
import { serverFits } from "./server-fits.js";
import type { FabricStack } from "./subjects.js";
import { unknownServer } from "./unknown-server.js";
import { sharedServer, singleZone } from "./zones.js";
import { zookeeperQuorum, zookeeperSingle } from "./zookeeper-quorum.js";

const stackRules: readonly Rule<LoadedSettings>[] = [addressTwice, addressUsable, jumpHost, networkMissing];

const fabricStackRules: readonly Rule<FabricStack>[] = [
  unknownServer,
  nameTwice,
  ordererCount,
  singleZone,
  sharedServer,
  imageSource,
  registryUnused,
  archiveArchitecture,
];

/** Rules about ZooKeeper and Kafka; an ordering service of another type has neither. */
const kafkaStackRules: readonly Rule<FabricStack>[] = [zookeeperQuorum, zookeeperSingle, kafkaHeap];
const kafkaRules: readonly Rule<OrderingSettings>[] = [
  idTwice,
  kafkaReplication,
  batchSizes,
  batchPreferred,
  kafkaProperties,
  kafkaPlaintext,
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
  channelOrganizations,
  channelName,
  chaincodePolicy,
];

const planRules: readonly Rule<Plan>[] = [portTwice, serverFits];

/** Every rule there is, by id and severity. */
export const rules: readonly { readonly id: string; readonly severity: "error" | "warning" }[] = [
  ...stackRules,
  ...fabricStackRules,
  ...kafkaStackRules,
  ...kafkaRules,
  ...fabricRules,
  ...planRules,
].map(({ id, severity }) => ({ id, severity }));

/**
 * Judges settings by every rule that needs no plan. Warnings that the stack accepts are left out.
 * @param assumed places that hold stand-ins for what the schema refused; nothing is said about them
 */
export function checkSettings(settings: LoadedSettings, assumed: readonly Path[] = []): Finding[] {
  const { fabric } = settings;
  const findings = [...checkAccepted(settings.accept, rules), ...runRules(stackRules, settings)];
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
  return withoutAccepted(findings, settings.accept)
    .filter(({ path }) => !places.some((place) => inside(path, place)))
    .map((finding) => ({ ...finding, path: locate(finding.path, settings.inventory) }));
}
