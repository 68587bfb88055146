/** Something that a server must have room for. */
export interface NeedRow {
  /** How messages call it, e.g. `production/kafka`. */
  readonly name: string;
  /** How many times it is there; the figures are of one. */
  readonly count: number;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

/** What a network says of one server as a whole, where its services have no rows of their own. */
export interface OwnNeeds {
  readonly rows: readonly NeedRow[];
  /** Roles of other networks that the rows have room for already. */
  readonly covers: readonly string[];
  /** Docker's data-root where nobody names one. */
  readonly dataRoot: string;
}
