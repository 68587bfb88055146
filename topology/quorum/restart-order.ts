import { isUp, leaderOf, whyDown } from "./health.js";
import type { Health, Quorum } from "./rules.js";

/** A member's place in the order of a restart, with the reason for it. */
export interface Turn {
  readonly member: string;
  readonly reason: string;
}

/**
 * The order in which members are restarted: first those that are not ready, which cost nothing; then those that serve,
 * in the planned order; last the one that leads, so that leadership moves once and not with every restart.
 * @param chosen names of members of the quorum.
 */
export function restartOrder(quorum: Quorum, health: Health, chosen: readonly string[]): readonly Turn[] {
  const members = quorum.members.filter(({ name }) => chosen.includes(name));
  const leader = leaderOf(quorum, health);
  const unready = members.filter((member) => !isUp(member, health));
  const ready = members.filter((member) => isUp(member, health));
  return [
    ...unready.map((member) => ({
      member: member.name,
      reason: `not ready, so first: ${whyDown(member, health)}`,
    })),
    ...ready
      .filter(({ name }) => name !== leader)
      .map(({ name }) => ({ member: name, reason: "serves, in planned order" })),
    ...ready
      .filter(({ name }) => name === leader)
      .map(({ name }) => ({
        member: name,
        reason: `${health.rules.leaderTitle ?? "leader"}, so last`,
      })),
  ];
}
