import type { Bed } from "./bed.js";
import type { Chance } from "./chance.js";
import type { Findings } from "./result.js";

/** What a trial is given. */
export interface Stage {
  readonly bed: Bed;
  readonly chance: Chance;
  readonly findings: Findings;
}

/** One fault, how it is made, and what must hold. */
export interface Trial {
  /** Words joined by `-`. */
  readonly name: string;
  /** What happens, for the table. */
  readonly title: string;
  /** What must hold, for the table. */
  readonly holds: string;
  /** What stands on the hosts when it begins; it may leave a network. */
  readonly starts: "nothing" | "network";
  readonly hosts: "four" | "thirteen";
  /** Makes the fault. What it throws is a problem like the others. */
  run(stage: Stage): Promise<void>;
}
