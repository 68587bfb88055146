import { isUp } from "../../quorum/health.js";
import type { Answer, Health, Heights, Quorum } from "../../quorum/rules.js";
import { faultTolerance } from "../fault-tolerance.js";
import { blocksBehind } from "../health/judge.js";
import type { NodeAnswers } from "../health/readings.js";
import type { FaultTolerance } from "../types.js";

/** A FISCO BCOS node that seals, by its JSON-RPC; nothing of it is there while it does not answer. */
export interface SealerAnswer extends Answer {
  /** Height of its group's chain, as `group 1`. */
  readonly heights: Heights;
  /** How many other sealers it is connected to. */
  readonly connected?: number;
  /** Whether height or view moved between two readings: an idle chain has a flat height and a climbing view. */
  readonly moving?: boolean;
  /** The first and the last reading of it in whole; none while it does not answer. */
  readonly readings?: { readonly first: NodeAnswers; readonly last: NodeAnswers };
}

/** A chain's sealers as seen at one time. */
export type SealerHealth = Health<SealerAnswer>;

/** Who carries the consensus of a chain, by one look at its members. */
export interface Consensus {
  /** By the sealers that the highest member knows, which transactions may have changed; else by the plan's. */
  readonly tolerance: FaultTolerance;
  /** Members that seal: all but those which answer and are not among the chain's sealers. */
  readonly sealing: ReadonlySet<string>;
  /** Why a member that answers carries nothing: it would be missed by no one. */
  readonly idle: ReadonlyMap<string, string>;
  /** Sealers that are no member's and that one which carries is connected to: nothing says that they do not work. */
  readonly strangers: number;
}

/**
 * Answering is not enough: who carries the consensus seals, is connected to as many sealers as must agree with it, and
 * has their height.
 */
export function consensusOf({ members }: Quorum, health: SealerHealth): Consensus {
  const answering = members.filter((member) => isUp(member, health)).map(({ name }) => name);
  const heightOf = (name: string) => Math.max(0, ...Object.values(health.members[name]?.heights ?? {}));
  const said = (name: string): NodeAnswers | undefined => health.members[name]?.readings?.last;
  const highest = Math.max(0, ...answering.map(heightOf));
  const sealers = answering
    .filter((name) => heightOf(name) === highest)
    .map((name) => said(name)?.sealers)
    .find((list) => list !== undefined);
  const tolerance = faultTolerance(sealers?.length ?? members.length);
  const sealing = new Set(
    members
      .map(({ name }) => name)
      .filter((name) => {
        const id = said(name)?.nodeId;
        return sealers === undefined || id === undefined || sealers.includes(id);
      }),
  );
  const idle = new Map<string, string>();
  for (const name of answering) {
    const connected = health.members[name]?.connected ?? 0;
    const height = heightOf(name);
    if (!sealing.has(name)) idle.set(name, "is not among the chain's sealers");
    else if (connected < tolerance.needed - 1)
      idle.set(name, `is connected to ${connected} other sealers, ${tolerance.needed - 1} are needed`);
    else if (highest - height > blocksBehind) idle.set(name, `has height ${height} of ${highest}`);
  }
  const known = answering.map((name) => said(name)?.nodeId);
  const carried = answering.filter((name) => !idle.has(name)).flatMap((name) => said(name)?.peers ?? []);
  const unknown = sealers?.filter((id) => !known.includes(id) && carried.includes(id)) ?? [];
  // Any of them may be a member whose RPC is silent, of which nothing is known.
  const strangers = Math.max(0, unknown.length - (members.length - answering.length));
  return { tolerance, sealing, idle, strangers };
}
