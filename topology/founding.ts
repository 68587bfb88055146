import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../config/findings.js";
import type { Plan } from "./model/plan.js";

/** A change of founding values after the first day, as the step that made it printed it. */
export interface Transition<Values> {
  /** Of this record's form. */
  readonly version: 1;
  /** What was done, e.g. `kafka-to-raft`. */
  readonly kind: string;
  /** When it was done, ISO 8601. */
  readonly at: string;
  /** The founding values that it changed, as they were. A value that was not recorded before is left out. */
  readonly from: Partial<Values>;
  /** The same values as they are since. */
  readonly to: Partial<Values>;
}

/** What a network was founded with, and what has changed of it since. */
export interface Founding<Values> {
  readonly firstDay: Values;
  /** In the order in which they were made. */
  readonly transitions: readonly Transition<Values>[];
}

/** What a kind of network says of foundings. */
export interface KindFounding<Values extends Wanted, Wanted = Values> {
  /** The founding values of a plan, as far as they are known before any key is made. */
  of(plan: Plan): Wanted | undefined;
  /** What of the wanted network contradicts the one that runs. */
  compare(recorded: Founding<Values>, wanted: Wanted): Finding[];
}

/**
 * The founding values that hold now: those of the first day with every transition applied.
 * @throws Error where a transition began from another value than the one that held
 */
export function valuesNow<Values>({ firstDay, transitions }: Founding<Values>): Values {
  let values = firstDay;
  for (const { kind, at, from, to } of transitions) {
    for (const field of Object.keys(from) as (keyof Values)[])
      if (!isDeepStrictEqual(values[field], from[field]))
        throw new Error(
          `transition ${kind} of ${at} does not follow what the state holds before it: it began from another ${String(field)}`,
        );
    values = { ...values, ...to };
  }
  return values;
}

/** A transition from what its step printed. @throws Error for a form that this release does not know */
export function readTransition<Values>(printed: string): Transition<Values> {
  const record = JSON.parse(printed) as Omit<Transition<Values>, "version"> & { readonly version: number };
  const { version, kind } = record;
  if (version !== 1)
    throw new Error(
      `the state holds transition ${kind} in form ${version}, and this release reads form 1: use the release that made it, or a later one`,
    );
  return { ...record, version };
}
