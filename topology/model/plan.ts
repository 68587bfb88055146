/**
 * The planned network as plain data: everything that can be known before any machine is reached. Nothing here is
 * secret; keys and passwords appear as references that the components resolve.
 */

import type { FabricPlan } from "../fabric/types.js";
import type { FiscoPlan } from "../fisco/types.js";
import type { WefePlan } from "../wefe/types.js";
import type { PlannedQuorum } from "./quorum.js";
import type { Flow, PlannedBridge, PlannedServer } from "./server.js";
import type { PlannedService } from "./service.js";

/** The whole plan of a stack. */
export interface Plan {
  readonly stack: string;
  readonly tier: "trial" | "economy" | "production";
  readonly data: "keep" | "delete";
  readonly servers: readonly PlannedServer[];
  /** Every service, also those of the quorums, ordered by phase, then name. */
  readonly services: readonly PlannedService[];
  /** Of every network, in the order in which a roll goes through them. */
  readonly quorums: readonly PlannedQuorum[];
  /** Absent where every service uses its server's own network. */
  readonly bridges?: readonly PlannedBridge[];
  readonly flows: readonly Flow[];
  /** What is Fabric's own; absent in a stack without a Fabric network. */
  readonly fabric?: FabricPlan;
  /** What is a chain's own; absent in a stack without a FISCO BCOS chain. */
  readonly fisco?: FiscoPlan;
  /** What is a WeFe federation's own; absent in a stack without one, and where its package was not read. */
  readonly wefe?: WefePlan;
}
