import type { Health, Heights, Unmet } from "./rules.js";

/** The higher of both for every ledger. */
export function highest(one: Heights, other: Heights): Heights {
  const ledgers = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    ledgers.map((ledger) => [ledger, Math.max(one[ledger] ?? 0, other[ledger] ?? 0)]),
  );
}

/** A member's own heights; none where it keeps no ledger or does not answer. */
export function heightsOf(health: Health, member: string): Heights {
  return health.members[member]?.heights ?? {};
}

/** The highest block of each ledger that the other members have. */
export function heightsOfOthers(health: Health, member: string): Heights {
  return Object.entries(health.members)
    .filter(([name]) => name !== member)
    .reduce<Heights>((found, [, { heights = {} }]) => highest(found, heights), {});
}

/** Ledgers in which a member has not reached the height. */
export function tooLow({ rules }: Health, member: string, heights: Heights, target: Heights): Unmet[] {
  return Object.entries(target)
    .filter(([ledger, height]) => (heights[ledger] ?? 0) < height)
    .map(([ledger, height]) => ({
      member,
      condition: `${rules.ledger ?? ""}${ledger}: height ${heights[ledger] ?? 0} of ${height}`,
    }));
}
