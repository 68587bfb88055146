import type { Rule } from "../../rules/rule.js";
import { existingAddress, noLoopback } from "./addresses.js";
import { armLevel, partArchitecture } from "./architecture.js";
import { chainKind, chainMissing, consoleMissing } from "./chain.js";
import { defaultLogins } from "./credentials.js";
import { hardware } from "./hardware.js";
import {
  memberName,
  memberServer,
  nothingPlaced,
  sharedServer,
  unionPlace,
  unknownServer,
} from "./placement.js";
import type { WefeStack } from "./subject.js";

export type { WefeStack } from "./subject.js";

/** Rules about a WeFe federation; their subject is the whole stack, so they run without a base path. */
export const wefeStackRules: readonly Rule<WefeStack>[] = [
  unknownServer,
  unionPlace,
  nothingPlaced,
  memberServer,
  memberName,
  sharedServer,
  noLoopback,
  existingAddress,
  hardware,
  chainKind,
  chainMissing,
  consoleMissing,
  partArchitecture,
  armLevel,
  defaultLogins,
];
