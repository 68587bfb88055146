import type { PlannedService } from "./service.js";

/** What the members of a quorum are; it decides what is asked of them. */
export type QuorumKind = "zookeeper" | "kafka" | "orderer" | "peer" | "sealer";

/** Members of one quorum, in the order in which they are replaced. */
export interface PlannedQuorum {
  /** Unique in the stack, e.g. `zookeeper`, `peers-Org1`. */
  readonly name: string;
  readonly kind: QuorumKind;
  readonly members: readonly PlannedService[];
  /** Kafka: copies of a partition that must stay in sync. */
  readonly minInSync?: number;
}
