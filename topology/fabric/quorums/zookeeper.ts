import type { Answer, Health, Quorum, Unmet } from "../../quorum/rules.js";
import { interruption, left, noLoss, type QuorumRules, refusal } from "../../quorum/rules.js";

/** A ZooKeeper server, by `srvr`; nothing of it is there while it serves no one. */
export interface ZooKeeperAnswer extends Answer {
  readonly mode?: "leader" | "follower" | "standalone" | "observer";
  /** Leader only: followers that have its whole history (`zk_synced_followers`). */
  readonly syncedFollowers?: number;
}

/** An ensemble serves while a majority is up; a member is back when it follows the one leader with the whole history. */
export const zookeeperRules: QuorumRules<ZooKeeperAnswer> = {
  kind: "zookeeper",
  members: "ZooKeeper servers",
  backWhen: "one leader that all others follow",
  refill: "it copies the leader's data.",
  serves({ name }, { members }) {
    const mode = members[name]?.mode;
    return mode !== undefined && mode !== "observer";
  },
  leader: ({ members }, health) => members.find(({ name }) => health.members[name]?.mode === "leader")?.name,
  part: ({ name }, _quorum, { members }) => members[name]?.mode ?? "",
  lossWithout(away, walk) {
    const size = walk.quorum.members.length;
    const rest = left(walk, away).length;
    const majority = Math.floor(size / 2) + 1;
    if (rest >= majority) return noLoss;
    if (majority === size && rest === size - 1) return interruption(size, zookeeperRules.members);
    return refusal(`${rest} of ${size} would be left, a majority is ${majority}`);
  },
  notBack: (quorum, _member, health) => leadership(quorum, health),
  notWhole: leadership,
};

/** Exactly one leader that all servers which are up follow with its whole history; alone, a server is standalone. */
function leadership(quorum: Quorum, { members }: Health<ZooKeeperAnswer>): Unmet[] {
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
