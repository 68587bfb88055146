import type { Props } from "../rpc/values.js";

/** Whose plugins are asked. */
export type PluginKind = "official" | "stand-in";

/**
 * One resource from its birth to its end, and what an engine would be told about it on the way. What is expected is
 * what the official plugin does; where the stand-in does something else on purpose, it is listed with the reason.
 */
export interface Case {
  readonly title: string;
  /** Type token, e.g. `docker:index/container:Container`. */
  readonly type: string;
  readonly inputs: Props;
  /** Other inputs on top of the first, by the name of the change; each is only planned. `null` takes one away. */
  readonly changes?: Readonly<Record<string, Props>>;
  /** What somebody does to the living thing, by name, as a shell command; a refresh and a plan follow. */
  readonly meddling?: Readonly<Record<string, string>>;
  /** What is seen, in the words of `observe`. What is not listed must be as in `untroubled`. */
  readonly expected?: Seen;
  /** What the stand-in does otherwise. */
  readonly standIn?: { readonly seen: Seen; readonly why: string };
}

/**
 * What was seen: `check` and `create` say `good` or why not; `again` is the plan of a second run, `refreshed` the one
 * after a refresh, the others those after a change or meddling. A plan is `same`, `update a, b` or `replace a, b`.
 */
export type Seen = Readonly<Record<string, string>>;

/** A resource that is made and stays as it is. */
export const untroubled: Seen = { check: "good", create: "good", again: "same", refreshed: "same" };

/** What a case expects of a kind of plugin; one that is refused or cannot be made has no further life. */
export function expectedOf({ expected = {}, standIn }: Case, kind: PluginKind): Seen {
  const whole: Seen = { ...untroubled, ...expected, ...(kind === "stand-in" ? standIn?.seen : {}) };
  const { check = "good", create = "good" } = whole;
  if (check !== "good") return { check };
  return create === "good" ? whole : { check, create };
}
