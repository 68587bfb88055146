import { common } from "@hyperledger/fabric-protos";
import { applicationGroup, consortiumName, type FabricVersion } from "./channel-groups.js";
import { configEnvelope, type Origin } from "./envelope.js";
import { configValue } from "./group.js";

/** A channel to be made on an ordering service with a system channel. */
export interface ChannelCreation {
  readonly version: FabricVersion;
  readonly channel: string;
  /** MSP ids of its organisations; all are members of the consortium, which brings their definitions. */
  readonly mspIds: readonly string[];
}

/**
 * The unsigned envelope that `peer channel create -f` takes. It asks the orderers for a channel of these
 * organisations, governed as `applicationGroup` says; everything else comes from the system channel.
 */
export function channelCreation(creation: ChannelCreation, origin: Origin): Uint8Array {
  const update = new common.ConfigUpdate();
  update.setChannelId(creation.channel);
  update.setReadSet(readSet(creation));
  update.setWriteSet(writeSet(creation));
  const envelope = new common.ConfigUpdateEnvelope();
  envelope.setConfigUpdate(update.serializeBinary());
  return configEnvelope(
    "CONFIG_UPDATE",
    creation.channel,
    { timestamp: origin.timestamp },
    envelope,
  ).serializeBinary();
}

/** What must already be so: the application group is at version 0, its members as the consortium has them. */
function readSet({ mspIds }: ChannelCreation): common.ConfigGroup {
  const application = new common.ConfigGroup();
  for (const mspId of mspIds) application.getGroupsMap().set(mspId, new common.ConfigGroup());
  const channel = new common.ConfigGroup();
  channel.getGroupsMap().set("Application", application);
  channel.getValuesMap().set("Consortium", new common.ConfigValue());
  return channel;
}

/** What shall be: the application group at version 1, which marks it as newly made. */
function writeSet({ version, mspIds }: ChannelCreation): common.ConfigGroup {
  const members = Object.fromEntries(mspIds.map((mspId) => [mspId, new common.ConfigGroup()]));
  const application = applicationGroup(version, members);
  application.setVersion(1);
  const consortium = new common.Consortium();
  consortium.setName(consortiumName);
  const channel = new common.ConfigGroup();
  channel.getGroupsMap().set("Application", application);
  channel.getValuesMap().set("Consortium", configValue(consortium, ""));
  return channel;
}
