import type { Plan } from "../model/plan.js";
import type { Finding } from "./report.js";
import type { Seen } from "./seen.js";

/** What a look at the quorums alone found. */
export type SeenQuorums = Pick<Seen, "quorums" | "heights">;

/** What a kind of network adds to the status of a stack. Pure. */
export interface KindStatus {
  /** Kinds of quorums that it judges as a whole, so that one member away need not be bad. */
  readonly judges?: readonly string[];
  /** Its own parts of the report by key, e.g. `kafka`; none where the stack has nothing of it. */
  parts(plan: Plan, seen: Seen): Readonly<Record<string, unknown>>;
  /** Those parts for people, a line each. */
  lines(parts: Readonly<Record<string, unknown>>): readonly string[];
  /** What is not good. @param said services of which something bad was said already */
  findings(plan: Plan, seen: Seen, said: ReadonlySet<string>): readonly Finding[];
  /** Ledgers that have not reached the height that they should have: under load a second look may show them there. */
  behind?(plan: Plan, seen: SeenQuorums): readonly Finding[];
}
