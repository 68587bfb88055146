import { isUp, leaderOf } from "../../quorum/health.js";
import type { Health } from "../../quorum/rules.js";
import type { Finding } from "../../status/report.js";
import type { SeenQuorum } from "../../status/seen.js";
import { agreedPartitions, type KafkaAnswer, kafkaRules } from "../quorums/kafka.js";
import { type ZooKeeperAnswer, zookeeperRules } from "../quorums/zookeeper.js";

/** Who leads an ensemble and who follows. */
export interface ZooKeeperStatus {
  readonly leader?: string;
  readonly followers: readonly string[];
}

/** The brokers' cluster, as all of them agree that are up. */
export interface KafkaStatus {
  readonly controller?: string;
  /** Brokers that are up, and how many are planned. */
  readonly brokers: number;
  readonly planned: number;
  readonly partitions: number;
  readonly minInSync: number;
  /** `topic-partition`, with fewer copies in sync than it has. */
  readonly underReplicated: readonly string[];
  /** `topic-partition`, with fewer copies in sync than needed to take messages. */
  readonly belowMinInSync: readonly string[];
}

/** The ensemble of a stack; nothing where it was not looked at. */
export function zookeeperOf(quorums: readonly SeenQuorum[]): ZooKeeperStatus | undefined {
  const seen = quorums.find(({ health }) => health.rules.kind === zookeeperRules.kind);
  if (!seen) return undefined;
  const { members } = seen.health as Health<ZooKeeperAnswer>;
  const leader = leaderOf(seen.quorum, seen.health);
  const followers = seen.quorum.members
    .map(({ name }) => name)
    .filter((name) => members[name]?.mode === "follower");
  return { ...(leader === undefined ? {} : { leader }), followers };
}

/** The cluster of a stack; nothing where it was not looked at. */
export function kafkaOf(quorums: readonly SeenQuorum[]): KafkaStatus | undefined {
  const seen = quorums.find(({ health }) => health.rules.kind === kafkaRules.kind);
  if (!seen) return undefined;
  const { quorum, health } = seen;
  const partitions = agreedPartitions(quorum, health as Health<KafkaAnswer>);
  const minInSync = quorum.minInSync ?? 1;
  const controller = leaderOf(quorum, health);
  const named = (chosen: typeof partitions) => chosen.map(({ topic, partition }) => `${topic}-${partition}`);
  return {
    ...(controller === undefined ? {} : { controller }),
    brokers: quorum.members.filter((member) => isUp(member, health)).length,
    planned: quorum.members.length,
    partitions: partitions.length,
    minInSync,
    underReplicated: named(partitions.filter(({ replicas, isr }) => isr.length < replicas.length)),
    belowMinInSync: named(partitions.filter(({ isr }) => isr.length < minInSync)),
  };
}

/** Partitions with too few copies in sync. */
export function partitionsAtRisk({ underReplicated, belowMinInSync, minInSync }: KafkaStatus): Finding[] {
  const finding = (partitions: readonly string[], says: string): Finding[] =>
    partitions.length === 0
      ? []
      : [{ level: "bad", subject: "kafka", says: `${says}: ${partitions.join(", ")}` }];
  return [
    ...finding(belowMinInSync, `fewer than ${minInSync} copies in sync, takes no messages`),
    ...finding(
      underReplicated.filter((one) => !belowMinInSync.includes(one)),
      "under-replicated",
    ),
  ];
}

/** For people. */
export function zookeeperLine({ leader, followers }: ZooKeeperStatus): string {
  return `ZooKeeper: leader ${leader ?? "none"}, followers ${followers.join(", ") || "none"}`;
}

/** For people. */
export function kafkaLine(status: KafkaStatus): string {
  const { controller, brokers, planned, partitions, minInSync, underReplicated, belowMinInSync } = status;
  return (
    `Kafka: ${brokers} of ${planned} brokers, controller ${controller ?? "none"}; ${partitions} partitions, ` +
    `${underReplicated.length} under-replicated, ${belowMinInSync.length} below ${minInSync} in sync`
  );
}
