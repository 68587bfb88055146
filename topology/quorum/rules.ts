import type { ContainerState } from "../../hosts/docker/container-state.js";

/** A member as the rules know it. */
export interface Member {
  readonly name: string;
  /** The number by which the members know it, such as Kafka's `broker.id`. */
  readonly id?: number;
}

/** A quorum as the rules know it: its members in the order in which they are replaced. */
export interface Quorum {
  readonly members: readonly Member[];
  /** Copies that must stay in sync, where members copy to each other. Default 1. */
  readonly minInSync?: number;
}

/** Block heights by ledger: a channel, or `group 1` of a chain. */
export type Heights = Readonly<Record<string, number>>;

/** What every member tells. */
export interface Answer {
  readonly container: ContainerState;
  /** Why the service could not be read, as last seen. */
  readonly problem?: string;
  /** Its ledgers' heights; absent where it keeps none. */
  readonly heights?: Heights;
}

/** A quorum's members by name, as seen at one time, with the rules to judge them by. */
export interface Health<A extends Answer = Answer> {
  readonly rules: QuorumRules<A>;
  readonly members: Readonly<Record<string, A>>;
}

/** A condition that does not hold yet. */
export interface Unmet {
  /** The member that does not meet it. */
  readonly member: string;
  /** Condition and what was seen instead. */
  readonly condition: string;
}

/** What a quorum loses while some of its members are away. */
export interface Loss {
  /** Why they cannot be spared. */
  readonly refused?: string;
  /** Interruptions that cannot be avoided, because the quorum is too small to miss a member. */
  readonly warnings: readonly string[];
}

/** One moment of a walk through a quorum whose members go down and come back one after the other. */
export interface Walk<A extends Answer = Answer> {
  readonly quorum: Quorum;
  readonly health: Health<A>;
  /** Members that are up at this moment. */
  readonly up: ReadonlySet<string>;
  /** Of those the ones that do nothing for the quorum, with the reason. */
  readonly idle: ReadonlyMap<string, string>;
}

/**
 * What the walk asks about one kind of quorum. Pure: everything is judged by what the members answered.
 * @typeParam A what one member tells
 */
export interface QuorumRules<A extends Answer = Answer> {
  /** What the members are, e.g. `kafka`: a quorum in the plan names its rules by it. */
  readonly kind: string;
  /** What messages call them, e.g. `ZooKeeper servers`. */
  readonly members: string;
  /** What a member is back by, in a few words. */
  readonly backWhen: string;
  /** Where a member that starts empty gets its data from: a sentence for the operator who is to accept it. */
  readonly refill: string;
  /** Written before a ledger's name, e.g. `channel `; absent where members keep no ledgers. */
  readonly ledger?: string;
  /** What the leading member is called. Default: leader. */
  readonly leaderTitle?: string;
  /** Whether a member whose container runs takes part. */
  serves(member: Member, health: Health<A>): boolean;
  /** Why a member whose container runs takes no part, where its answer tells. */
  trouble?(member: Member, health: Health<A>): string | undefined;
  /** The member that leads; absent where none does. */
  leader?(quorum: Quorum, health: Health<A>): string | undefined;
  /** Members that answer and would be missed by nobody, with the reason. */
  idle?(quorum: Quorum, health: Health<A>): ReadonlyMap<string, string>;
  /** What is lost while these members, which are up, are away. */
  lossWithout(away: readonly string[], walk: Walk<A>): Loss;
  /** What keeps a member that is up from being back. @param target heights that it must reach, by ledger */
  notBack(quorum: Quorum, member: Member, health: Health<A>, target: Heights): readonly Unmet[];
  /** What keeps a quorum whose members are all up from being whole. */
  notWhole(quorum: Quorum, health: Health<A>): readonly Unmet[];
  /** What a member that is up does in its quorum, in a word. Default: serves. */
  part?(member: Member, quorum: Quorum, health: Health<A>): string;
  /** Milliseconds for which looks may go on until the members have shown that they work; 0 when they have, the default. */
  patienceMs?(quorum: Quorum, health: Health<A>): number;
  /** Whether no member can be proved while others are still to change: then the last one proves all. */
  provedTogether?(quorum: Quorum, health: Health<A>): boolean;
}

/** Nothing is lost. */
export const noLoss: Loss = { warnings: [] };

/** The members cannot be spared. */
export function refusal(reason: string): Loss {
  return { refused: reason, warnings: [] };
}

/** A quorum of this size is interrupted while any of them is away. */
export function interruption(size: number, what: string): Loss {
  return { warnings: [`${size} ${what} cannot miss one: the service is interrupted while one is away`] };
}

/** Members that are up at this moment of the walk and do not go. */
export function left({ quorum, up }: Pick<Walk, "quorum" | "up">, away: readonly string[]): string[] {
  return quorum.members.map(({ name }) => name).filter((name) => !away.includes(name) && up.has(name));
}

/** What was seen of a quorum. Pure data: steps fill it, the rules of its kind judge it. */
