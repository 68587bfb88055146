import type { FabricSettings } from "../../config/fabric/schema.js";
import type { StackContext } from "../context.js";

/** What the planner of every role of a Fabric network needs to know. */
export interface FabricContext extends StackContext {
  readonly fabric: FabricSettings;
}
