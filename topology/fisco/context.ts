import type { FiscoSettings } from "../../config/fisco/schema.js";
import type { StackContext } from "../context.js";

/** What the planner of a FISCO BCOS chain needs to know. */
export interface FiscoContext extends StackContext {
  readonly fisco: FiscoSettings;
}
