import { common, orderer } from "@hyperledger/fabric-protos";
import { goDuration } from "../../go-duration.js";
import { group, type Message } from "./group.js";
import { mspConfig, type PublicOrganization } from "./msp.js";
import {
  acceptAll,
  collectivePolicies,
  implicitMeta,
  ofOrdererAdmins,
  ordererAdmins,
  ordererOrganizationPolicies,
  peerOrganizationPolicies,
} from "./policies.js";

/** Fabric versions whose channels can be made; they differ in the application capability. */
export type FabricVersion = "2.4" | "2.5";

/** When a block is cut. */
export interface Batch {
  readonly timeoutMs: number;
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
}

/** The ordering service as the configuration describes it. */
export interface Ordering {
  readonly organization: PublicOrganization;
  /** `host:port` of every orderer. */
  readonly endpoints: readonly string[];
  /** `host:port` of the Kafka brokers. */
  readonly kafkaBrokers: readonly string[];
  readonly batch: Batch;
}

/** The one consortium of the system channel. */
export const consortiumName = "SampleConsortium";

/** Capabilities by version (Fabric's version matrix): every node must run at least that version. */
export const capabilitiesOf: Record<
  FabricVersion,
  { channel: string; orderer: string; application: string }
> = {
  "2.4": { channel: "V2_0", orderer: "V2_0", application: "V2_0" },
  "2.5": { channel: "V2_0", orderer: "V2_0", application: "V2_5" },
};

/** The root group of the system channel. */
export function systemChannelGroup(
  version: FabricVersion,
  ordering: Ordering,
  organizations: readonly PublicOrganization[],
): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName("SHA256");
  const structure = new common.BlockDataHashingStructure();
  // Only this width is valid: the data of a block is hashed in one piece.
  structure.setWidth(2 ** 32 - 1);
  return group({
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      Capabilities: capabilities(capabilitiesOf[version].channel),
    },
    policies: collectivePolicies(),
    groups: {
      Orderer: ordererGroup(version, ordering),
      Consortiums: group({
        policies: { Admins: ofOrdererAdmins(acceptAll()) },
        groups: { [consortiumName]: consortiumGroup(organizations) },
        modPolicy: ordererAdmins,
      }),
    },
  });
}

/** How an application channel is governed; its organisations are added at creation. */
export function applicationGroup(
  version: FabricVersion,
  organizations: Readonly<Record<string, common.ConfigGroup>>,
): common.ConfigGroup {
  return group({
    values: { Capabilities: capabilities(capabilitiesOf[version].application) },
    policies: {
      ...collectivePolicies(),
      LifecycleEndorsement: implicitMeta("MAJORITY", "Endorsement"),
      Endorsement: implicitMeta("MAJORITY", "Endorsement"),
    },
    groups: organizations,
  });
}

function ordererGroup(version: FabricVersion, ordering: Ordering): common.ConfigGroup {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(ordering.batch.maxMessageCount);
  size.setAbsoluteMaxBytes(ordering.batch.absoluteMaxBytes);
  size.setPreferredMaxBytes(ordering.batch.preferredMaxBytes);
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(goDuration(ordering.batch.timeoutMs));
  const brokers = new orderer.KafkaBrokers();
  brokers.setBrokersList([...ordering.kafkaBrokers]);
  const consensus = new orderer.ConsensusType();
  consensus.setType("kafka");
  return group({
    values: {
      BatchSize: size,
      BatchTimeout: timeout,
      // Empty: as many channels as there is room for.
      ChannelRestrictions: new orderer.ChannelRestrictions(),
      Capabilities: capabilities(capabilitiesOf[version].orderer),
      KafkaBrokers: brokers,
      ConsensusType: consensus,
    },
    policies: { ...collectivePolicies(), BlockValidation: implicitMeta("ANY", "Writers") },
    groups: { [ordering.organization.mspId]: ordererOrganizationGroup(ordering) },
  });
}

function ordererOrganizationGroup({ organization, endpoints }: Ordering): common.ConfigGroup {
  const addresses = new common.OrdererAddresses();
  addresses.setAddressesList([...endpoints]);
  return group({
    values: { MSP: mspConfig(organization), Endpoints: addresses },
    policies: ordererOrganizationPolicies(organization.mspId),
  });
}

function consortiumGroup(organizations: readonly PublicOrganization[]): common.ConfigGroup {
  return group({
    values: {
      ChannelCreationPolicy: { message: implicitMeta("ANY", "Admins"), modPolicy: ordererAdmins },
    },
    groups: Object.fromEntries(
      organizations.map((organization) => [
        organization.mspId,
        group({
          values: { MSP: mspConfig(organization) },
          policies: peerOrganizationPolicies(organization.mspId),
        }),
      ]),
    ),
    modPolicy: ordererAdmins,
  });
}

function capabilities(name: string): Message {
  const made = new common.Capabilities();
  made.getCapabilitiesMap().set(name, new common.Capability());
  return made;
}
