import type { Labelled } from "./labelled.js";

/** What may be done about a stack's data. */
export type Leftovers =
  | { readonly kind: "refuse"; readonly reasons: readonly string[] }
  | {
      readonly kind: "purge";
      readonly volumes: readonly Labelled[];
      /** Docker networks of the state's own network. */
      readonly bridges: readonly Labelled[];
      /** Volumes of the same stack name and another network: not this state's to remove. */
      readonly others: readonly Labelled[];
    };

/**
 * Decides whether a stack's volumes and Docker networks may be removed: not while a container of the stack exists
 * anywhere, and only those that carry the id of the state's own network.
 */
export function leftovers(
  network: string | undefined,
  containers: readonly Labelled[],
  volumes: readonly Labelled[],
  bridges: readonly Labelled[],
): Leftovers {
  const reasons = [
    ...(network === undefined ? ["the state holds no network, so no volume can be told to be its own"] : []),
    ...containers.map(({ server, name }) => `container ${name} exists on ${server}`),
  ];
  if (reasons.length > 0) return { kind: "refuse", reasons };
  const own = (one: Labelled) => one.network === network;
  return {
    kind: "purge",
    volumes: volumes.filter(own),
    bridges: bridges.filter(own),
    others: volumes.filter((volume) => !own(volume)),
  };
}
