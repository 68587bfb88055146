import { common } from "@hyperledger/fabric-protos";

/** Anything that knows its protobuf form. Maps are written in the order of their keys: same input, same bytes. */
export interface Message {
  serializeBinary(): Uint8Array;
}

/** One node of a channel's configuration, before it becomes a `ConfigGroup`. Its modification policy is `Admins`. */
export interface GroupContent {
  readonly values?: Readonly<Record<string, Message | GroupValue>>;
  readonly policies?: Readonly<Record<string, common.Policy | GroupPolicy>>;
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
  /** Who may change the group itself. Default: `Admins`. */
  readonly modPolicy?: string;
}

/** A value that others than the group's admins may change. */
export interface GroupValue {
  readonly message: Message;
  readonly modPolicy: string;
}

/** A policy that others than the group's admins may change. */
export interface GroupPolicy {
  readonly policy: common.Policy;
  readonly modPolicy: string;
}

/** The policy that governs a group unless said otherwise. */
export const admins = "Admins";

/** A `ConfigGroup`, version 0 throughout. */
export function group(content: GroupContent): common.ConfigGroup {
  const made = new common.ConfigGroup();
  made.setModPolicy(content.modPolicy ?? admins);
  for (const [key, given] of Object.entries(content.values ?? {})) {
    const { message, modPolicy } = "message" in given ? given : { message: given, modPolicy: admins };
    made.getValuesMap().set(key, configValue(message, modPolicy));
  }
  for (const [key, given] of Object.entries(content.policies ?? {})) {
    const { policy, modPolicy } = "policy" in given ? given : { policy: given, modPolicy: admins };
    const entry = new common.ConfigPolicy();
    entry.setPolicy(policy);
    entry.setModPolicy(modPolicy);
    made.getPoliciesMap().set(key, entry);
  }
  for (const [key, child] of Object.entries(content.groups ?? {})) made.getGroupsMap().set(key, child);
  return made;
}

/** A `ConfigValue` of version 0. */
export function configValue(message: Message, modPolicy: string): common.ConfigValue {
  const value = new common.ConfigValue();
  value.setValue(message.serializeBinary());
  value.setModPolicy(modPolicy);
  return value;
}
