/**
 * The planned network as plain data: everything that can be known before any machine is reached. Nothing here is
 * secret; keys and passwords appear as references that the components resolve.
 */

import type { PlannedQuorum } from "./quorum.js";
import type { Flow, PlannedBridge, PlannedServer } from "./server.js";
import type { PlannedService } from "./service.js";

/**
 * What is each network's own, by the key of its kind; absent where the stack has no such network, or a package that it
 * needs was not read. Every kind declares its part here, in its `types.ts`: the core names none.
 */
// biome-ignore lint/suspicious/noEmptyInterface: kinds fill it
export interface Networks {}

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
  /** What is each network's own. */
  readonly networks: Networks;
}
