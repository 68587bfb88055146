import type { Labelled } from "./labelled.js";
import { knownBridges, knownContainers, networkOf, type StateExport } from "./state.js";

/** What is to become of containers, or of Docker networks, that a stack's state does not know. */
export interface Orphans {
  /** Left behind by a run of this state that was cut off. */
  readonly remove: readonly Labelled[];
  /** Not ours to remove, with the reason. */
  readonly leave: readonly { readonly found: Labelled; readonly reason: string }[];
}

/**
 * Decides which of a stack's containers or Docker networks were left behind. Only what carries the id of the state's own
 * network goes, and short-lived admin containers of the stack, which carry none; what the state knows is never touched.
 */
export function orphans(
  state: StateExport,
  kind: "container" | "network",
  found: readonly Labelled[],
): Orphans {
  const containers = knownContainers(state);
  const bridges = knownBridges(state);
  const isKnown = ({ server, name }: Labelled) =>
    kind === "container" ? containers.has(name) : bridges.has(`${server} ${name}`);
  const network = networkOf(state);
  const remove: Labelled[] = [];
  const leave: { found: Labelled; reason: string }[] = [];
  for (const one of found) {
    if (isKnown(one)) continue;
    const reason = reasonToLeave(one, network);
    if (reason === undefined) remove.push(one);
    else leave.push({ found: one, reason });
  }
  return { remove, leave };
}

function reasonToLeave({ network, role }: Labelled, ours: string | undefined): string | undefined {
  if (role === "admin" && network === undefined) return undefined;
  if (ours === undefined) return "the state holds no network";
  if (network === undefined) return "it names no network";
  return network === ours ? undefined : `it belongs to network ${network}, the state's is ${ours}`;
}
