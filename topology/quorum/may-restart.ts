import { isUp } from "./health.js";
import type { Health, Quorum } from "./rules.js";

/** Whether members may be taken down and brought back one after the other. */
export type Permission =
  | {
      readonly ok: true;
      /** Interruptions that cannot be avoided, because the quorum is too small to miss a member. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly refused: string; readonly remedy: string };

/**
 * May these members be replaced or restarted, one at a time, in this order? The walk is simulated: a member that is
 * down may always go and counts as up afterwards; one that is up may go only if the rest keeps the quorum meanwhile.
 * A quorum without any member to spare (one or two ZooKeeper servers, a single broker) is interrupted and says so.
 */
export function mayRestart(quorum: Quorum, health: Health, order: readonly string[]): Permission {
  const up = upMembers(quorum, health);
  const idle = new Map(idleMembers(quorum, health));
  const warnings = new Set<string>();
  for (const name of order) {
    if (up.has(name)) {
      const loss = health.rules.lossWithout([name], { quorum, health, up, idle });
      if (loss.refused !== undefined) {
        const missing = quorum.members.flatMap((one) => {
          const why = idle.get(one.name);
          if (why !== undefined) return [`${one.name} (${why})`];
          return up.has(one.name) ? [] : [one.name];
        });
        return {
          ok: false,
          refused: `${name} cannot be spared now: ${loss.refused}`,
          remedy:
            missing.length > 0
              ? `bring back first: ${missing.join(", ")}`
              : "wait until the copies have caught up",
        };
      }
      for (const warning of loss.warnings) warnings.add(warning);
    }
    up.add(name);
    idle.delete(name);
  }
  return { ok: true, warnings: [...warnings] };
}

/**
 * What the quorum loses when these members are stopped and stay away together; nothing when the rest goes on. Members
 * that are down already are no loss.
 */
export function lossOfStopping(
  quorum: Quorum,
  health: Health,
  stopping: readonly string[],
): readonly string[] {
  const up = upMembers(quorum, health);
  const going = stopping.filter((name) => up.has(name));
  if (going.length === 0) return [];
  const idle = idleMembers(quorum, health);
  const { refused, warnings } = health.rules.lossWithout(going, { quorum, health, up, idle });
  return refused === undefined ? warnings : [refused];
}

function upMembers(quorum: Quorum, health: Health): Set<string> {
  return new Set(quorum.members.filter((member) => isUp(member, health)).map(({ name }) => name));
}

function idleMembers(quorum: Quorum, health: Health): ReadonlyMap<string, string> {
  return health.rules.idle?.(quorum, health) ?? new Map();
}
