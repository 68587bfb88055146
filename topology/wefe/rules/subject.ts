import type { Path } from "../../../config/findings.js";
import type { LoadedSettings } from "../../../config/load.js";
import type { WefeSettings } from "../../../config/wefe/schema.js";
import { type PlacedSide, unionName } from "../sides.js";

/** A stack that has a WeFe federation. */
export type WefeStack = LoadedSettings & { readonly wefe: WefeSettings };

/** Where a side stands in the stack file. */
export function pathOf({ side, name }: Pick<PlacedSide, "side" | "name">): Path {
  return side === "union" ? ["wefe", unionName] : ["wefe", "members", name];
}
