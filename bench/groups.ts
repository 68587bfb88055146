import type { Measurement } from "./measure.js";
import {
  type ContenderName,
  contenders,
  type OperationName,
  operations,
  type Size,
  sizes,
} from "./schedule.js";

/** All runs of one operation by one contender on one size. */
export interface Group {
  readonly servers: Size;
  readonly operation: OperationName;
  readonly contender: ContenderName;
  /** One or more. */
  readonly runs: readonly Measurement[];
}

/** The measurements by size, operation and contender, in the order of their tables; groups without a run are left out. */
export function groupsOf(measurements: readonly Measurement[]): Group[] {
  return sizes.flatMap((servers) =>
    operations.flatMap((operation) =>
      contenders.flatMap((contender) => {
        const runs = measurements.filter(
          (one) => one.servers === servers && one.operation === operation && one.contender === contender,
        );
        return runs.length > 0 ? [{ servers, operation, contender, runs }] : [];
      }),
    ),
  );
}
