import type { OperationName } from "./schedule.js";

/** An operation as a thing to run: what the clock measures, and what is done before and after it. */
export interface Work {
  readonly before?: () => Promise<unknown>;
  readonly measured: () => Promise<unknown>;
  readonly after?: () => Promise<unknown>;
}

/** A contender's operations. */
export type Works = Partial<Record<OperationName, Work>>;
