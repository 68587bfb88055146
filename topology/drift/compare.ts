import { byName } from "../names.js";
import { bridgeDrift } from "./bridges.js";
import { containerDrift } from "./containers.js";
import { hostDrift } from "./host.js";
import type { Desired, Drift, Seen } from "./types.js";

/** Everything in which the servers differ from what was applied. A server that was not seen shows nothing. */
export function serverDrift(desired: Desired, seen: Seen): Drift[] {
  return inOrder([
    ...containerDrift(desired, seen),
    ...bridgeDrift(desired, seen),
    ...hostDrift(desired, seen),
  ]);
}

/** By server, then name: the same on every machine. */
export function inOrder(drift: readonly Drift[]): Drift[] {
  return [...drift].sort((a, b) => byName(a.server, b.server) || byName(a.name, b.name));
}
