import type { ContainerState } from "../../hosts/docker/container-state.js";
/** What a gate saw of a quorum. Pure data: readers fill it, the rules beside this file judge it. */

import type { NodeAnswers } from "../fisco/health/readings.js";

/** A member as the rules know it. */
export interface Member {
  readonly name: string;
  /** `myid` or `broker.id`. */
  readonly id?: number;
}

/** A quorum as the rules know it: its members in the order in which they are replaced. */
export interface Quorum {
  readonly members: readonly Member[];
  /** Kafka: copies of a partition that must stay in sync. Default 1. */
  readonly minInSync?: number;
}

/** What every member tells. */
export interface Answer {
  readonly container: ContainerState;
  /** Why the service could not be read, as last seen. */
  readonly problem?: string;
}

/** A ZooKeeper server, by `srvr`; nothing of it is there while it serves no one. */
export interface ZooKeeperAnswer extends Answer {
  readonly mode?: "leader" | "follower" | "standalone" | "observer";
  /** Leader only: followers that have its whole history (`zk_synced_followers`). */
  readonly syncedFollowers?: number;
}

export interface Partition {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** The cluster as one broker sees it. */
export interface BrokerView {
  /** The broker that leads the cluster; none while one is elected. */
  readonly controller?: number;
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
  readonly partitions: readonly Partition[];
  /** Bytes that this broker holds of its own copies which are not in sync, by `topic-partition`: they grow. */
  readonly copied?: Readonly<Record<string, number>>;
}

/** A broker, by its own metadata. */
export interface KafkaAnswer extends Answer {
  readonly view?: BrokerView;
}

/** An orderer or a peer: its client port accepts connections, and its ledgers' heights by channel. */
export interface LedgerAnswer extends Answer {
  readonly serves: boolean;
  readonly heights: Readonly<Record<string, number>>;
  /** Orderer on Kafka: channels whose topic it has not posted to since it started; it refuses their messages. */
  readonly starting?: readonly string[];
  /** Peer: how many other peers of each channel its gossip knows. */
  readonly peersKnown?: Readonly<Record<string, number>>;
}

/** A FISCO BCOS node that seals, by its JSON-RPC; nothing of it is there while it does not answer. */
export interface SealerAnswer extends Answer {
  /** Height of its group's chain, as `group 1`. */
  readonly heights: Readonly<Record<string, number>>;
  /** How many other sealers it is connected to. */
  readonly connected?: number;
  /** Whether height or view moved between two readings: an idle chain has a flat height and a climbing view. */
  readonly moving?: boolean;
  /** The first and the last reading of it in whole; none while it does not answer. */
  readonly readings?: { readonly first: NodeAnswers; readonly last: NodeAnswers };
}

/** A quorum's members by name, as seen at one time. */
export type ClusterHealth =
  | { readonly kind: "zookeeper"; readonly members: Readonly<Record<string, ZooKeeperAnswer>> }
  | { readonly kind: "kafka"; readonly members: Readonly<Record<string, KafkaAnswer>> }
  | { readonly kind: "orderer"; readonly members: Readonly<Record<string, LedgerAnswer>> }
  | { readonly kind: "peer"; readonly members: Readonly<Record<string, LedgerAnswer>> }
  | { readonly kind: "sealer"; readonly members: Readonly<Record<string, SealerAnswer>> };

/** A condition that does not hold yet. */
export interface Unmet {
  /** The member that does not meet it. */
  readonly member: string;
  /** Condition and what was seen instead. */
  readonly condition: string;
}

/** Whether a member takes part in its quorum now. */
export function isUp(member: Member, health: ClusterHealth): boolean {
  const answer = health.members[member.name];
  if (answer === undefined || answer.container.status !== "running") return false;
  switch (health.kind) {
    case "zookeeper": {
      const mode = health.members[member.name]?.mode;
      return mode !== undefined && mode !== "observer";
    }
    case "kafka":
      // A broker that has just started answers with an empty view until the controller has told it the rest.
      return health.members[member.name]?.view?.brokers.some(({ id }) => id === member.id) ?? false;
    case "orderer":
    case "peer": {
      const { serves, starting = [] } = health.members[member.name] ?? { serves: false };
      return serves && starting.length === 0;
    }
    case "sealer":
      return health.members[member.name]?.connected !== undefined;
  }
}

/** The member that leads: ZooKeeper's leader, Kafka's controller. Orderers on Kafka, peers and sealers, who take turns, have none. */
export function leaderOf({ members }: Quorum, health: ClusterHealth): string | undefined {
  switch (health.kind) {
    case "zookeeper":
      return members.find(({ name }) => health.members[name]?.mode === "leader")?.name;
    case "kafka": {
      const [controller] = members.flatMap(({ name }) => health.members[name]?.view?.controller ?? []);
      return members.find(({ id }) => id !== undefined && id === controller)?.name;
    }
    case "orderer":
    case "peer":
    case "sealer":
      return undefined;
  }
}

/** What a member that is not up shows, for messages. */
export function whyDown(member: Member, health: ClusterHealth): string {
  const answer = health.members[member.name];
  if (answer === undefined) return "was not asked";
  const { status, exitCode } = answer.container;
  const problem = answer.problem === undefined ? "" : ` (${answer.problem})`;
  if (status === "absent") return "its container is absent";
  if (status === "unknown") return `its server does not answer${problem}`;
  if (status !== "running")
    return `its container is ${status}${exitCode === undefined ? "" : `, exit code ${exitCode}`}`;
  if (health.kind === "kafka" && health.members[member.name]?.view !== undefined)
    return "runs and is not registered in its cluster yet";
  if (health.kind === "orderer") {
    const { serves = false, starting = [] } = health.members[member.name] ?? {};
    if (serves) return `runs and has not posted to Kafka yet for ${starting.join(", ")}`;
  }
  return `runs and does not serve yet${problem}`;
}

/** The members that are not up, each with what it shows. */
export function downMembers(quorum: Quorum, health: ClusterHealth): Unmet[] {
  return quorum.members
    .filter((member) => !isUp(member, health))
    .map((member) => ({ member: member.name, condition: whyDown(member, health) }));
}

/**
 * Every partition as the brokers that are up see it; a copy counts as in sync only where all of them agree, since
 * news of a change reaches them one after the other.
 */
export function agreedPartitions(quorum: Quorum, health: ClusterHealth): Partition[] {
  if (health.kind !== "kafka") return [];
  const agreed = new Map<string, Partition>();
  for (const member of quorum.members.filter((one) => isUp(one, health))) {
    for (const seen of health.members[member.name]?.view?.partitions ?? []) {
      const key = `${seen.topic}-${seen.partition}`;
      const known = agreed.get(key);
      agreed.set(key, known ? { ...seen, isr: seen.isr.filter((id) => known.isr.includes(id)) } : seen);
    }
  }
  return [...agreed.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, partition]) => partition);
}
