import type { Answer } from "../quorum/rules.js";
import { left, noLoss, type QuorumRules, refusal } from "../quorum/rules.js";

/** A member that says how far it has counted. */
export interface ToyAnswer extends Answer {
  readonly count?: number;
}

/** Toys go on while a majority counts. */
export const toyRules: QuorumRules<ToyAnswer> = {
  kind: "toy",
  members: "toys",
  backWhen: "it counts",
  refill: "it begins at one.",
  serves: ({ name }, { members }) => members[name]?.count !== undefined,
  lossWithout(away, walk) {
    const rest = left(walk, away).length;
    return rest * 2 > walk.quorum.members.length ? noLoss : refusal(`${rest} toys would be left`);
  },
  notBack: () => [],
  notWhole: () => [],
};
