import { common, peer } from "@hyperledger/fabric-protos";
import { configOf } from "./block.js";
import { configEnvelope, type Origin } from "./envelope.js";
import { admins, configValue } from "./group.js";
import { mspIdOf } from "./msp.js";
import { type Anchor, anchorsOf } from "./read.js";

const key = "AnchorPeers";

/**
 * The unsigned envelope for `peer channel update -f` that gives an organisation these anchor peers, or undefined
 * when it has them already (in whatever order).
 * @throws Error when the organisation is not in the channel.
 */
export function anchorUpdate(
  configBlock: Uint8Array,
  mspId: string,
  anchors: readonly Anchor[],
  origin: Origin,
): Uint8Array | undefined {
  const { channel, config } = configOf(configBlock);
  const root = config.getChannelGroup() ?? new common.ConfigGroup();
  const application = root.getGroupsMap().get("Application") ?? new common.ConfigGroup();
  const found = [...application.getGroupsMap().entries()].find(
    ([, group]) => mspIdOf(group.getValuesMap().get("MSP")?.getValue_asU8() ?? new Uint8Array()) === mspId,
  );
  if (!found) throw new Error(`${mspId} is not an organisation of channel ${channel}`);
  const [name, organization] = found;
  if (sameAnchors(anchorsOf(organization), anchors)) return undefined;

  const { read, write } = changeOf(organization, anchors);
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(above(root, application, name, read));
  update.setWriteSet(above(root, application, name, write));
  const envelope = new common.ConfigUpdateEnvelope();
  envelope.setConfigUpdate(update.serializeBinary());
  return configEnvelope(
    "CONFIG_UPDATE",
    channel,
    { timestamp: origin.timestamp },
    envelope,
  ).serializeBinary();
}

/**
 * The organisation's part of read and write set. A value that exists is replaced by its next version. A new one
 * changes the group's membership, so the group gets its next version and every member is named with the version
 * that it has.
 */
function changeOf(organization: common.ConfigGroup, anchors: readonly Anchor[]) {
  const existing = organization.getValuesMap().get(key);
  const list = new peer.AnchorPeers();
  for (const { host, port } of anchors) {
    const anchor = new peer.AnchorPeer();
    anchor.setHost(host);
    anchor.setPort(port);
    list.addAnchorPeers(anchor);
  }
  const value = configValue(list, existing?.getModPolicy() ?? admins);
  if (existing) {
    value.setVersion(existing.getVersion() + 1);
    const write = versionOnly(organization);
    write.getValuesMap().set(key, value);
    return { read: versionOnly(organization), write };
  }
  const write = membersOf(organization);
  write.setVersion(organization.getVersion() + 1);
  write.setModPolicy(organization.getModPolicy());
  write.getValuesMap().set(key, value);
  return { read: membersOf(organization), write };
}

/** The way from the root down to the organisation, which is not changed itself. */
function above(
  root: common.ConfigGroup,
  application: common.ConfigGroup,
  name: string,
  organization: common.ConfigGroup,
): common.ConfigGroup {
  const middle = versionOnly(application);
  middle.getGroupsMap().set(name, organization);
  const top = versionOnly(root);
  top.getGroupsMap().set("Application", middle);
  return top;
}

function versionOnly(group: common.ConfigGroup): common.ConfigGroup {
  const made = new common.ConfigGroup();
  made.setVersion(group.getVersion());
  return made;
}

/** The group with its members' versions and nothing else of them. */
function membersOf(group: common.ConfigGroup): common.ConfigGroup {
  const made = versionOnly(group);
  for (const [name, entry] of group.getValuesMap().entries()) {
    const member = new common.ConfigValue();
    member.setVersion(entry.getVersion());
    made.getValuesMap().set(name, member);
  }
  for (const [name, entry] of group.getPoliciesMap().entries()) {
    const member = new common.ConfigPolicy();
    member.setVersion(entry.getVersion());
    made.getPoliciesMap().set(name, member);
  }
  for (const [name, entry] of group.getGroupsMap().entries())
    made.getGroupsMap().set(name, versionOnly(entry));
  return made;
}

function sameAnchors(a: readonly Anchor[], b: readonly Anchor[]): boolean {
  const words = (anchors: readonly Anchor[]) => anchors.map(({ host, port }) => `${host}:${port}`).sort();
  return JSON.stringify(words(a)) === JSON.stringify(words(b));
}
