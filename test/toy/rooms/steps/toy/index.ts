import { type ToyAnswer, toyRules } from "../../topology/toy/quorum.js";
import type { QuorumAsker } from "../gates/asker.js";
import type { KindSteps } from "../kind.js";
import type { Step } from "../step.js";

const asker: QuorumAsker<ToyAnswer> = { rules: toyRules, silent: {}, ask: async () => ({ count: 1 }) };

const greet: Step<{ readonly name: string }> = { run: async ({ name }) => ({ greeted: name }) };

/** What a toy network adds to the steps. */
export const toySteps: KindSteps = {
  steps: { "toy-greet": async () => greet },
  quorums: { toy: async () => asker },
};
