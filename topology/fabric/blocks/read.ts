import { common, orderer, peer } from "@hyperledger/fabric-protos";
import { configOf } from "./block.js";
import { mspIdOf } from "./msp.js";

/** `host:port` in two parts. */
export interface Anchor {
  readonly host: string;
  readonly port: number;
}

/** An organisation in a channel. */
export interface ChannelOrganization {
  /** Name of its group. */
  readonly name: string;
  readonly mspId: string;
  readonly anchors: readonly Anchor[];
}

/** What a channel's configuration says, as far as we decide by it. */
export interface ChannelConfig {
  readonly channel: string;
  /** Number of the configuration block. */
  readonly block: number;
  /** Counts the configurations of the channel, from 0. */
  readonly sequence: number;
  /** Organisations of the application part, by group name; none in the system channel. */
  readonly organizations: readonly ChannelOrganization[];
  readonly ordering: {
    /** `kafka`, `etcdraft` … */
    readonly type: string;
    readonly kafkaBrokers: readonly string[];
    /** `host:port` of the orderers, of all ordering organisations. */
    readonly endpoints: readonly string[];
    readonly batch: {
      /** As written, e.g. `2s`. */
      readonly timeout: string;
      readonly maxMessageCount: number;
      readonly absoluteMaxBytes: number;
      readonly preferredMaxBytes: number;
    };
  };
  readonly capabilities: {
    readonly channel: readonly string[];
    readonly orderer: readonly string[];
    readonly application: readonly string[];
  };
}

/** Reads a configuration block (`peer channel fetch config`, or a genesis block). @throws Error */
export function readChannelConfig(configBlock: Uint8Array): ChannelConfig {
  const { channel, number, config } = configOf(configBlock);
  const root = config.getChannelGroup();
  if (!root) throw new Error(`the configuration of ${channel} is empty`);
  const application = root.getGroupsMap().get("Application");
  const ordering = root.getGroupsMap().get("Orderer");
  const size = orderer.BatchSize.deserializeBinary(bytesOf(ordering, "BatchSize"));
  return {
    channel,
    block: number,
    sequence: config.getSequence(),
    organizations: children(application).map(([name, group]) => ({
      name,
      mspId: mspIdOf(bytesOf(group, "MSP")),
      anchors: anchorsOf(group),
    })),
    ordering: {
      type: orderer.ConsensusType.deserializeBinary(bytesOf(ordering, "ConsensusType")).getType(),
      kafkaBrokers: orderer.KafkaBrokers.deserializeBinary(
        bytesOf(ordering, "KafkaBrokers"),
      ).getBrokersList(),
      endpoints: children(ordering).flatMap(([, group]) =>
        common.OrdererAddresses.deserializeBinary(bytesOf(group, "Endpoints")).getAddressesList(),
      ),
      batch: {
        timeout: orderer.BatchTimeout.deserializeBinary(bytesOf(ordering, "BatchTimeout")).getTimeout(),
        maxMessageCount: size.getMaxMessageCount(),
        absoluteMaxBytes: size.getAbsoluteMaxBytes(),
        preferredMaxBytes: size.getPreferredMaxBytes(),
      },
    },
    capabilities: {
      channel: capabilities(root),
      orderer: capabilities(ordering),
      application: capabilities(application),
    },
  };
}

/** An organisation's anchor peers in its group. */
export function anchorsOf(group: common.ConfigGroup): Anchor[] {
  return peer.AnchorPeers.deserializeBinary(bytesOf(group, "AnchorPeers"))
    .getAnchorPeersList()
    .map((anchor) => ({ host: anchor.getHost(), port: anchor.getPort() }));
}

/** A value's bytes; empty, which reads as the message's defaults, where there is none. */
function bytesOf(group: common.ConfigGroup | undefined, key: string): Uint8Array {
  return group?.getValuesMap().get(key)?.getValue_asU8() ?? new Uint8Array();
}

function children(group: common.ConfigGroup | undefined): [string, common.ConfigGroup][] {
  return group ? [...group.getGroupsMap().entries()].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}

function capabilities(group: common.ConfigGroup | undefined): string[] {
  const made = common.Capabilities.deserializeBinary(bytesOf(group, "Capabilities"));
  return [...made.getCapabilitiesMap().keys()].sort();
}
