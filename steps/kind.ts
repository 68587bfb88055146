import type { PlannedService, ReadyCheck } from "../topology/model/service.js";
import type { QuorumAsker } from "./gates/asker.js";
import type { Facts } from "./preflight/facts.js";
import type { PreflightRow } from "./preflight/report.js";
import type { PreflightSpec } from "./specs.js";
import type { Step } from "./step.js";

/** What a kind of network adds to the steps. Programs and askers are loaded on demand: a step must not pay for others. */
export interface KindSteps {
  /** Programs by the name that a resource gives. */
  readonly steps: Readonly<Record<string, () => Promise<Step<never, never>>>>;
  /** Askers of its quorums by their kind. */
  readonly quorums?: Readonly<Record<string, () => Promise<QuorumAsker>>>;
  /** What preflight checks on a server beside what every network asks of it. */
  preflight?(spec: PreflightSpec, facts: Facts): readonly PreflightRow[];
  /** What `pulumi up` asks of services outside a quorum, by role, where their plan does not say it. */
  readonly checks?: Readonly<Record<string, (service: PlannedService) => readonly ReadyCheck[]>>;
}
