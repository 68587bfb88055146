import { cannotGoOn, type Heights, heightsOfOthers } from "../../topology/quorum/in-sync.js";
import type { Step } from "../main.js";
import type { InSyncSpec } from "../specs.js";
import { isBeingBorn, readKept } from "./kept.js";
import { Links } from "./links.js";
import { waitForQuorum } from "./wait-for-quorum.js";

/** Is this member back, and may the next one go? See {@link InSyncSpec}. */
export const inSync: Step<InSyncSpec> = {
  run: ({ quorum, member }) =>
    Links.during(async (links) => {
      if (isBeingBorn(await readKept(quorum, links))) return { member, state: "being born" };
      let target: Heights | undefined;
      await waitForQuorum(`${quorum.name} cannot go on after ${member}`, quorum, links, (health) => {
        // What the others have when the gate begins: later blocks would move the goal for ever.
        target ??= heightsOfOthers(health, member);
        return cannotGoOn(quorum, member, health, target);
      });
      return { member, state: "in sync" };
    }),
};
