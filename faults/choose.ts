import type { Chance } from "./chance.js";
import type { Trial } from "./trial.js";

/** What the command line asks for. */
export interface Wanted {
  /** Names of trials; none: all. */
  readonly only: readonly string[];
  /** So many of them, by chance, of those that need no more than a running network. */
  readonly few?: number;
}

type Choosable = Pick<Trial, "name" | "starts" | "hosts">;

/**
 * The trials to run, in their own order: those that begin with nothing leave a network for those that need one.
 * @throws Error that names an unknown trial and the known ones
 */
export function choose<T extends Choosable>(trials: readonly T[], wanted: Wanted, chance: Chance): T[] {
  const names = trials.map(({ name }) => name);
  const unknown = wanted.only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no fault ${unknown}: choose from ${names.join(", ")}`);
  const named = trials.filter(({ name }) => wanted.only.length === 0 || wanted.only.includes(name));
  if (wanted.few === undefined) return named;
  const left = named.filter(({ starts, hosts }) => starts === "network" && hosts === "four");
  const chosen = new Set<T>();
  while (chosen.size < wanted.few && left.length > 0)
    for (const one of left.splice(Math.floor(chance() * left.length), 1)) chosen.add(one);
  return trials.filter((trial) => chosen.has(trial));
}
