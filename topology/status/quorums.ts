import type { Plan } from "../model/plan.js";
import { agreedPartitions, isUp, leaderOf } from "../quorum/health.js";
import { hasLedgers, heightsOf as ofMember, tooLow } from "../quorum/in-sync.js";
import type { Finding, KafkaStatus, ZooKeeperStatus } from "./report.js";
import type { Seen, SeenQuorum } from "./seen.js";

/** Who leads the ensemble and who follows. */
export function zookeeperOf(quorums: readonly SeenQuorum[]): ZooKeeperStatus | undefined {
  const seen = quorums.find(({ health }) => health.kind === "zookeeper");
  if (seen?.health.kind !== "zookeeper") return undefined;
  const { members } = seen.health;
  const leader = leaderOf(seen.quorum, seen.health);
  const followers = seen.quorum.members
    .map(({ name }) => name)
    .filter((name) => members[name]?.mode === "follower");
  return { ...(leader === undefined ? {} : { leader }), followers };
}

/** The brokers' cluster, as all of them agree that are up. */
export function kafkaOf(quorums: readonly SeenQuorum[]): KafkaStatus | undefined {
  const seen = quorums.find(({ health }) => health.kind === "kafka");
  if (!seen) return undefined;
  const { quorum, health } = seen;
  const partitions = agreedPartitions(quorum, health);
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

/** Ledgers of orderers, peers and sealers. */
function ledgersIn(quorums: readonly SeenQuorum[]) {
  return quorums.flatMap(({ quorum, health }) =>
    hasLedgers(health)
      ? quorum.members
          .filter((member) => isUp(member, health))
          .map(({ name }) => ({ name, kind: health.kind, heights: ofMember(health, name) }))
      : [],
  );
}

/** Block heights by channel, or by group of a chain, then by member. */
export function heightsOf(quorums: readonly SeenQuorum[]): Record<string, Record<string, number>> {
  const byChannel: Record<string, Record<string, number>> = {};
  for (const { name, heights } of ledgersIn(quorums))
    for (const [channel, height] of Object.entries(heights))
      byChannel[channel] = { ...byChannel[channel], [name]: height };
  return byChannel;
}

/** Peers outside a planned channel of their organisation, and ledgers that have not reached what others had. */
export function ledgersBehind(
  plan: Plan,
  { quorums, heights: target }: Pick<Seen, "quorums" | "heights">,
): Finding[] {
  // How far a sealer may be behind is judged with its chain.
  const ledgers = ledgersIn(quorums).filter(({ kind }) => kind !== "sealer");
  return ledgers.flatMap(({ name, kind, heights }) => {
    const joined = Object.fromEntries(
      Object.entries(target).filter(([channel]) => kind === "orderer" || channel in heights),
    );
    const missing = (plan.fabric?.channels ?? []).filter(
      ({ name: channel, organizations }) =>
        kind === "peer" && !(channel in heights) && organizationOf(plan, name, organizations) !== undefined,
    );
    return [
      ...missing.map(
        (channel): Finding => ({
          level: "bad",
          subject: name,
          says: `has not joined channel ${channel.name}; pulumi up joins it`,
        }),
      ),
      ...tooLow(kind, name, heights, joined).map(
        ({ condition }): Finding => ({ level: "bad", subject: name, says: condition }),
      ),
    ];
  });
}

/** The organisation of a peer, when it is among these. */
function organizationOf({ fabric }: Plan, peer: string, among: readonly string[]) {
  return fabric?.organizations.find(({ name, peers }) => among.includes(name) && peers.includes(peer));
}

/** The highest block of each channel that any orderer or peer has. */
export function highestOf(quorums: readonly SeenQuorum[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(heightsOf(quorums)).map(([channel, heights]) => [
      channel,
      Math.max(...Object.values(heights)),
    ]),
  );
}
