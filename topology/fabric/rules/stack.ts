import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { LoadedSettings } from "../../../config/load.js";
import { defaultMspId } from "../../names.js";

/** A stack that has a Fabric network. */
export type FabricStack = LoadedSettings & { readonly fabric: FabricSettings };

/** Membership service id of an organisation of the network. */
export function mspIdOf(fabric: FabricSettings, organization: string): string {
  return fabric.organizations[organization]?.mspId ?? defaultMspId(organization);
}
