import { isUp, leaderOf } from "../../quorum/health.js";
import {
  type Answer,
  type Health,
  type Loss,
  left,
  type Member,
  type Quorum,
  type QuorumRules,
  refusal,
  type Unmet,
  type Walk,
} from "../../quorum/rules.js";

/** One partition of a topic, its copies by `broker.id`. */
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

type KafkaHealth = Health<KafkaAnswer>;

/**
 * Every copy that is not in sync must be on a broker that is down, and enough must be left in sync. A broker is back when
 * all that are up know it and every partition's copies are in sync on all brokers that are up.
 */
export const kafkaRules: QuorumRules<KafkaAnswer> = {
  kind: "kafka",
  members: "brokers",
  backWhen: "registered at every broker, all copies in sync",
  refill: "it copies its partitions from the other brokers.",
  leaderTitle: "controller",
  // A broker that has just started answers with an empty view until the controller has told it the rest.
  serves: ({ name, id }, { members }) => members[name]?.view?.brokers.some((one) => one.id === id) ?? false,
  trouble: ({ name }, { members }) =>
    members[name]?.view === undefined ? undefined : "runs and is not registered in its cluster yet",
  leader({ members }, health) {
    const [controller] = members.flatMap(({ name }) => health.members[name]?.view?.controller ?? []);
    return members.find(({ id }) => id !== undefined && id === controller)?.name;
  },
  part: ({ name }, quorum, health) => (leaderOf(quorum, health) === name ? "controller" : "broker"),
  lossWithout(away, walk) {
    const size = walk.quorum.members.length;
    if (size > 1 && left(walk, away).length === 0) return refusal("no other broker is up");
    return partitionLoss(away, walk);
  },
  notBack: (quorum, member, health) => [...unregistered(quorum, member, health), ...behind(quorum, health)],
  notWhole: (quorum, health) => [
    ...quorum.members.flatMap((member) => unregistered(quorum, member, health)),
    ...behind(quorum, health),
  ],
};

function partitionLoss(away: readonly string[], { quorum, health, up }: Walk<KafkaAnswer>): Loss {
  const minInSync = quorum.minInSync ?? 1;
  const names = new Map(quorum.members.map(({ id, name }) => [id, name]));
  const goes = (id: number) => away.includes(names.get(id) ?? "");
  const warnings: string[] = [];
  for (const { topic, partition, replicas, isr } of agreedPartitions(quorum, health)) {
    const replaced = (id: number) => {
      const broker = quorum.members.find((one) => one.id === id);
      return broker !== undefined && up.has(broker.name) && !isUp(broker, health);
    };
    const inSync = replicas.filter((id) => isr.includes(id) || replaced(id));
    const copying = replicas.filter((id) => !inSync.includes(id) && up.has(names.get(id) ?? ""));
    if (copying.length > 0)
      return refusal(
        `${topic}-${partition} is still being copied to ${copying.map((id) => names.get(id)).join(", ")}`,
      );
    if (!replicas.some(goes)) continue;
    const rest = inSync.filter((id) => !goes(id)).length;
    if (rest >= minInSync) continue;
    if (replicas.length > minInSync)
      return refusal(`${topic}-${partition} would have ${rest} in-sync copies, ${minInSync} must stay`);
    warnings.push(`${topic}-${partition} has no copy to spare: it takes no messages while a broker is away`);
  }
  return { warnings };
}

/**
 * Every partition as the brokers that are up see it; a copy counts as in sync only where all of them agree, since
 * news of a change reaches them one after the other.
 */
export function agreedPartitions(quorum: Quorum, health: KafkaHealth): Partition[] {
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

/** Views in which the broker is missing. */
function unregistered(quorum: Quorum, { id, name }: Member, health: KafkaHealth): Unmet[] {
  return quorum.members
    .filter(
      (other) =>
        isUp(other, health) && !health.members[other.name]?.view?.brokers.some((one) => one.id === id),
    )
    .map((other) => ({
      member: name,
      condition: `broker ${id} is not registered in the view of ${other.name}`,
    }));
}

/** Copies that are not in sync although their broker is up. */
function behind(quorum: Quorum, health: KafkaHealth): Unmet[] {
  return agreedPartitions(quorum, health).flatMap(({ topic, partition, replicas, isr }) =>
    quorum.members
      .filter(({ id }) => id !== undefined && replicas.includes(id) && !isr.includes(id))
      .filter((member) => isUp(member, health))
      .map(({ name }) => ({
        member: name,
        condition: `is not in sync for ${topic}-${partition} (in sync: ${isr.join(", ")}, copies: ${replicas.join(", ")})${copiedBy(health, name, `${topic}-${partition}`)}`,
      })),
  );
}

/** How far a copy is: the figure grows while it catches up, which a gate takes as progress. */
function copiedBy({ members }: KafkaHealth, broker: string, partition: string): string {
  const bytes = members[broker]?.view?.copied?.[partition];
  return bytes === undefined ? "" : `, ${bytes} bytes copied`;
}
