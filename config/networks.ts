import { fabric } from "./fabric/schema.js";
import { fabricTiers } from "./fabric/tiers.js";
import { fisco } from "./fisco/schema.js";
import { fiscoTiers } from "./fisco/tiers.js";
import type { TierRows } from "./tier-rows.js";
import { wefe } from "./wefe/schema.js";

/** The registry of this floor: the settings of each kind of network by its key; a stack has one of them or more. */
export const networkSchemas = {
  fabric: fabric.optional().meta({ description: "A Hyperledger Fabric network." }),
  fisco: fisco.optional().meta({ description: "A FISCO BCOS chain." }),
  wefe: wefe.optional().meta({ description: "A WeFe federation." }),
};

/** Key of a kind of network. */
export type NetworkKey = keyof typeof networkSchemas;

/** Keys of the settings that each describe a network. */
export const networkKeys = Object.keys(networkSchemas) as readonly NetworkKey[];

/** Rows of the kinds whose roles have some; the services of a WeFe federation divide their side's. */
export const networkTiers: readonly TierRows[] = [fabricTiers, fiscoTiers];
