import type { WefeSettings } from "../../config/wefe/schema.js";
import type { StackContext } from "../context.js";
import type { VendorPackage } from "./types.js";

/** What the planner of a WeFe federation needs to know. */
export interface WefeContext extends StackContext {
  readonly wefe: WefeSettings;
  readonly vendorPackage: VendorPackage;
}
