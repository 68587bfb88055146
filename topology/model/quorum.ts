import type { PlannedService } from "./service.js";

/** Members of one quorum, in the order in which they are replaced. */
export interface PlannedQuorum {
  /** Unique in the stack, e.g. `zookeeper`, `peers-Org1`. */
  readonly name: string;
  /** What its members are, e.g. `kafka`: the kind of network that it is of has the rules. */
  readonly kind: string;
  readonly members: readonly PlannedService[];
  /** Kafka: copies of a partition that must stay in sync. */
  readonly minInSync?: number;
}
