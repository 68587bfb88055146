import { downMembers, isUp, whyDown } from "./health.js";
import { mayRestart } from "./may-restart.js";
import type { Health, Heights, Quorum, Unmet } from "./rules.js";

/** What keeps a member from being back in its quorum; nothing when it is. */
export function notInSync(quorum: Quorum, name: string, health: Health, target: Heights): readonly Unmet[] {
  const member = quorum.members.find((one) => one.name === name);
  if (!member) throw new Error(`${name} is no member of the quorum`);
  if (!isUp(member, health)) return [{ member: name, condition: whyDown(member, health) }];
  return health.rules.notBack(quorum, member, health, target);
}

/**
 * What keeps the roll from going on past a member: it is not back itself, or one of the members `after` it, in the
 * order of the roll, could not be spared (another one went down meanwhile).
 */
export function cannotGoOn(
  quorum: Quorum,
  name: string,
  health: Health,
  { target, after }: { readonly target: Heights; readonly after: readonly string[] },
): readonly Unmet[] {
  const [next] = after;
  // Making an absent container takes nothing away; and when all were removed, none is in sync before the others are back.
  if (next !== undefined && health.members[next]?.container.status === "absent") return [];
  if (next !== undefined && health.rules.provedTogether?.(quorum, health))
    return downMembers(quorum, health).filter(({ member }) => member === name);
  const unmet = notInSync(quorum, name, health, target);
  if (unmet.length > 0) return unmet;
  const permission = mayRestart(quorum, health, after);
  return permission.ok
    ? []
    : [
        { member: name, condition: `is back, but ${permission.refused}; ${permission.remedy}` },
        ...downMembers(quorum, health),
      ];
}

/** The members after one in the planned order: what `pulumi up` may replace next. */
export function plannedAfter({ members }: Quorum, name: string): string[] {
  return members.slice(members.findIndex((one) => one.name === name) + 1).map((one) => one.name);
}

/** What keeps a quorum from being whole: every member up and, where they replicate, in sync. */
export function notFormed(quorum: Quorum, health: Health): readonly Unmet[] {
  const down = downMembers(quorum, health);
  return down.length > 0 ? down : health.rules.notWhole(quorum, health);
}
