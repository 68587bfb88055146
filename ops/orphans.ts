import type { Labelled } from "./labelled.js";
import { knownContainers, networkOf, type StateExport } from "./state.js";

/** What is to become of containers that a stack's state does not know. */
export interface Orphans {
  /** Left behind by a run of this state that was cut off. */
  readonly remove: readonly Labelled[];
  /** Not ours to remove, with the reason. */
  readonly leave: readonly { readonly container: Labelled; readonly reason: string }[];
}

/**
 * Decides which of a stack's containers were left behind. Only what carries the id of the state's own network goes, and
 * short-lived admin containers of the stack, which carry none; a container that the state knows is never touched.
 */
export function orphans(state: StateExport, found: readonly Labelled[]): Orphans {
  const known = knownContainers(state);
  const network = networkOf(state);
  const remove: Labelled[] = [];
  const leave: { container: Labelled; reason: string }[] = [];
  for (const container of found) {
    if (known.has(container.name)) continue;
    const reason = reasonToLeave(container, network);
    if (reason === undefined) remove.push(container);
    else leave.push({ container, reason });
  }
  return { remove, leave };
}

function reasonToLeave({ network, role }: Labelled, ours: string | undefined): string | undefined {
  if (role === "admin" && network === undefined) return undefined;
  if (ours === undefined) return "the state holds no network";
  if (network === undefined) return "it names no network";
  return network === ours ? undefined : `it belongs to network ${network}, the state's is ${ours}`;
}
