import type { KindVerbs } from "../kind.js";
import type { StateExport } from "../state.js";
import { chainDrift } from "./drift-chain.js";
import { desiredChannels } from "./drift-channels.js";
import { type ToldByStack, tellsOfFabric } from "./operations.js";

/** What Fabric adds to the verbs. */
export const fabricVerbs: KindVerbs = {
  async clients(plan, place) {
    if (plan.networks.fabric?.ordering.messagingTls === undefined) return undefined;
    // On demand: a network without TLS must not wait for the CLI.
    const { readOperations } = await import("./operations.js");
    return (await readOperations(place)).messaging;
  },
  comparedBesides: ({ networks: { fabric } }) => (fabric ? "channels" : undefined),
  async drift({ networks: { fabric } }, state: StateExport, outputs, seen) {
    const { operations } = outputs as { readonly operations?: ToldByStack };
    const found =
      operations && tellsOfFabric(operations)
        ? await chainDrift(operations, desiredChannels(state), seen)
        : { drift: [], notAsked: [] };
    const notShown =
      fabric && !operations
        ? ["channels: the state has no output operations; it is there after a pulumi up that was done"]
        : [];
    return { ...found, notShown };
  },
};
