import { consensusOf } from "./consensus.js";
import {
  agreedPartitions,
  type ClusterHealth,
  downMembers,
  isUp,
  type Member,
  type Quorum,
  type Unmet,
  whyDown,
} from "./health.js";
import { mayRestart } from "./may-restart.js";

/** Block heights by channel, or by `group 1` of a chain, that a member has to reach. */
export type Heights = Readonly<Record<string, number>>;

/** The higher of both for every channel. */
export function highest(one: Heights, other: Heights): Heights {
  const channels = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    channels.map((channel) => [channel, Math.max(one[channel] ?? 0, other[channel] ?? 0)]),
  );
}

type LedgerHealth = Extract<ClusterHealth, { kind: "orderer" | "peer" | "sealer" }>;

/** Whether the members keep ledgers, which have heights. */
export function hasLedgers(health: ClusterHealth): health is LedgerHealth {
  return health.kind === "orderer" || health.kind === "peer" || health.kind === "sealer";
}

/** A member's own heights; none where it is no ledger or does not answer. */
export function heightsOf(health: ClusterHealth, member: string): Heights {
  return hasLedgers(health) ? (health.members[member]?.heights ?? {}) : {};
}

/** The highest block of each channel that the other members have. */
export function heightsOfOthers(health: ClusterHealth, member: string): Heights {
  if (!hasLedgers(health)) return {};
  const highest: Record<string, number> = {};
  const members: Readonly<Record<string, { readonly heights: Heights }>> = health.members;
  for (const [name, { heights }] of Object.entries(members)) {
    if (name === member) continue;
    for (const [channel, height] of Object.entries(heights))
      highest[channel] = Math.max(highest[channel] ?? 0, height);
  }
  return highest;
}

/**
 * What keeps a member from being back in its quorum; nothing when it is.
 * - ZooKeeper: exactly one leader, and the member is it or follows it with the whole history.
 * - Kafka: registered in the view of every broker that is up, and every partition's copies are in sync on all brokers
 *   that are up.
 * - orderer: takes messages for every channel, and all channels have the `target` heights.
 * - peer: the same heights for the channels it has joined, and its gossip knows as many of their peers as the other
 *   members do; one that is new and has no channel only has to serve.
 * - sealer: the same heights, connected to every other that is up, and while enough are up the consensus moves.
 */
export function notInSync(
  quorum: Quorum,
  name: string,
  health: ClusterHealth,
  target: Heights,
): readonly Unmet[] {
  const member = quorum.members.find((one) => one.name === name);
  if (!member) throw new Error(`${name} is no member of the quorum`);
  if (!isUp(member, health)) return [{ member: name, condition: whyDown(member, health) }];
  switch (health.kind) {
    case "zookeeper":
      return leadership(quorum, health);
    case "kafka":
      return [...unregistered(quorum, member, health), ...behind(quorum, health)];
    case "orderer":
      return tooLow(health.kind, name, health.members[name]?.heights ?? {}, target);
    case "peer": {
      const heights = health.members[name]?.heights ?? {};
      const joined = Object.entries(target).filter(([channel]) => channel in heights);
      return [
        ...tooLow(health.kind, name, heights, Object.fromEntries(joined)),
        ...alone(quorum, name, health),
      ];
    }
    case "sealer":
      return [
        ...tooLow(health.kind, name, health.members[name]?.heights ?? {}, target),
        ...disconnected(quorum, name, health),
        ...still(quorum, name, health),
      ];
  }
}

/** What {@link notInSync} waits for, in a few words. */
export const backWhen: Readonly<Record<ClusterHealth["kind"], string>> = {
  zookeeper: "one leader that all others follow",
  kafka: "registered at every broker, all copies in sync",
  orderer: "it has posted to every channel and has the others' heights",
  peer: "it has the others' heights and its gossip knows as many peers",
  sealer: "it has the others' height, is connected to them and consensus moves",
};

/** Ledgers in which a member has not reached the height: channels, or the group of a chain, which says so itself. */
export function tooLow(
  kind: ClusterHealth["kind"],
  member: string,
  heights: Heights,
  target: Heights,
): Unmet[] {
  const what = kind === "sealer" ? "" : "channel ";
  return Object.entries(target)
    .filter(([channel, height]) => (heights[channel] ?? 0) < height)
    .map(([channel, height]) => ({
      member,
      condition: `${what}${channel}: height ${heights[channel] ?? 0} of ${height}`,
    }));
}

/**
 * What keeps the roll from going on past a member: it is not back itself, or one of the members `after` it, in the
 * order of the roll, could not be spared (another one went down meanwhile).
 */
export function cannotGoOn(
  quorum: Quorum,
  name: string,
  health: ClusterHealth,
  { target, after }: { readonly target: Heights; readonly after: readonly string[] },
): readonly Unmet[] {
  const [next] = after;
  // Making an absent container takes nothing away; and when all were removed, none is in sync before the others are back.
  if (next !== undefined && health.members[next]?.container.status === "absent") return [];
  // A chain that can miss nobody stands still until all are back, and they may find each other only when all are changed,
  // as where their server has another address: what follows the last one proves the whole.
  if (next !== undefined && health.kind === "sealer" && consensusOf(quorum, health).tolerance.mayFail === 0)
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
export function notFormed(quorum: Quorum, health: ClusterHealth): readonly Unmet[] {
  const down = downMembers(quorum, health);
  if (down.length > 0) return down;
  if (health.kind === "zookeeper") return leadership(quorum, health);
  if (health.kind === "kafka")
    return [
      ...quorum.members.flatMap((member) => unregistered(quorum, member, health)),
      ...behind(quorum, health),
    ];
  if (health.kind === "sealer")
    return quorum.members.flatMap(({ name }) => [
      ...disconnected(quorum, name, health),
      ...still(quorum, name, health),
    ]);
  return [];
}

type ZooKeeperHealth = Extract<ClusterHealth, { kind: "zookeeper" }>;
type KafkaHealth = Extract<ClusterHealth, { kind: "kafka" }>;
type SealerHealth = Extract<ClusterHealth, { kind: "sealer" }>;
type PeerHealth = Extract<ClusterHealth, { kind: "peer" }>;

/** Channels of which a peer's gossip knows fewer peers than another member does; those that tell nothing do not count. */
function alone({ members }: Quorum, name: string, health: PeerHealth): Unmet[] {
  const own = health.members[name];
  return Object.keys(own?.heights ?? {}).flatMap((channel) => {
    const others = members
      .filter((other) => other.name !== name && isUp(other, health))
      .flatMap((other) => health.members[other.name]?.peersKnown?.[channel] ?? []);
    const wanted = Math.max(0, ...others);
    const known = own?.peersKnown?.[channel] ?? 0;
    return known >= wanted
      ? []
      : [{ member: name, condition: `channel ${channel}: gossip knows ${known} of ${wanted} other peers` }];
  });
}

/** A sealer that is connected to fewer sealers than others are up. */
function disconnected(quorum: Quorum, name: string, health: SealerHealth): Unmet[] {
  const others = sealersUp(quorum, health).filter((other) => other !== name).length;
  const connected = health.members[name]?.connected ?? 0;
  return connected >= others
    ? []
    : [{ member: name, condition: `is connected to ${connected} of ${others} other sealers that are up` }];
}

/** Members that answer and seal. */
function sealersUp(quorum: Quorum, health: SealerHealth): string[] {
  const { sealing } = consensusOf(quorum, health);
  return quorum.members
    .filter((member) => sealing.has(member.name) && isUp(member, health))
    .map(({ name }) => name);
}

/** A sealer whose height and view stand still although enough are up for consensus. */
function still(quorum: Quorum, name: string, health: SealerHealth): Unmet[] {
  const { needed } = consensusOf(quorum, health).tolerance;
  if (sealersUp(quorum, health).length < needed || health.members[name]?.moving) return [];
  return [{ member: name, condition: "takes no part in consensus: height and view stand still" }];
}

/** Exactly one leader that all servers which are up follow with its whole history; alone, a server is standalone. */
function leadership(quorum: Quorum, { members }: ZooKeeperHealth): Unmet[] {
  const modes = quorum.members.flatMap(({ name }) => {
    const mode = members[name]?.mode;
    return mode === undefined ? [] : [{ name, mode }];
  });
  const [first] = quorum.members;
  if (quorum.members.length === 1 && first && members[first.name]?.mode === "standalone") return [];
  const leaders = modes.filter(({ mode }) => mode === "leader");
  const seen = modes.map(({ name, mode }) => `${name} ${mode}`).join(", ");
  const leader = leaders[0];
  if (!leader || leaders.length > 1)
    return [{ member: leader?.name ?? first?.name ?? "", condition: `${leaders.length} leaders (${seen})` }];
  const alone = modes.find(({ mode }) => mode !== "leader" && mode !== "follower");
  if (alone) return [{ member: alone.name, condition: `is ${alone.mode}, not a follower (${seen})` }];
  const followers = modes.length - 1;
  const synced = members[leader.name]?.syncedFollowers ?? followers;
  return synced >= followers
    ? []
    : [{ member: leader.name, condition: `leads ${synced} synced followers of ${followers}` }];
}

/** Views in which the broker is missing. */
function unregistered(quorum: Quorum, member: Member, { kind, members }: KafkaHealth): Unmet[] {
  const blind = quorum.members.filter(
    (other) =>
      isUp(other, { kind, members }) &&
      !members[other.name]?.view?.brokers.some(({ id }) => id === member.id),
  );
  return blind.map((other) => ({
    member: member.name,
    condition: `broker ${member.id} is not registered in the view of ${other.name}`,
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
