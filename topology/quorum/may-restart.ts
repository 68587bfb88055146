import { type Consensus, consensusOf } from "./consensus.js";
import { agreedPartitions, type ClusterHealth, isUp, type Partition, type Quorum } from "./health.js";

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
export function mayRestart(quorum: Quorum, health: ClusterHealth, order: readonly string[]): Permission {
  const up = upMembers(quorum, health);
  const idle = new Map(idleMembers(quorum, health));
  const warnings = new Set<string>();
  const partitions = agreedPartitions(quorum, health);
  for (const name of order) {
    if (up.has(name)) {
      const loss = lossWithout([name], { quorum, health, up, idle, partitions });
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
  health: ClusterHealth,
  stopping: readonly string[],
): readonly string[] {
  const up = upMembers(quorum, health);
  const going = stopping.filter((name) => up.has(name));
  if (going.length === 0) return [];
  const partitions = agreedPartitions(quorum, health);
  const idle = idleMembers(quorum, health);
  const { refused, warnings } = lossWithout(going, { quorum, health, up, idle, partitions });
  return refused === undefined ? warnings : [refused];
}

function upMembers(quorum: Quorum, health: ClusterHealth): Set<string> {
  return new Set(quorum.members.filter((member) => isUp(member, health)).map(({ name }) => name));
}

function idleMembers(quorum: Quorum, health: ClusterHealth): Consensus["idle"] {
  return health.kind === "sealer" ? consensusOf(quorum, health).idle : new Map();
}

interface Walk {
  readonly quorum: Quorum;
  readonly health: ClusterHealth;
  /** Members that are up at this point of the walk. */
  readonly up: ReadonlySet<string>;
  /** Of those the ones that do nothing for the quorum, with the reason. */
  readonly idle: Consensus["idle"];
  readonly partitions: readonly Partition[];
}

interface Loss {
  readonly refused?: string;
  readonly warnings: readonly string[];
}

const noLoss: Loss = { warnings: [] };

/** What is lost while these members, which are up, are away. */
function lossWithout(away: readonly string[], walk: Walk): Loss {
  const { quorum, health, up } = walk;
  const size = quorum.members.length;
  const left = quorum.members.map(({ name }) => name).filter((name) => !away.includes(name) && up.has(name));
  const rest = left.length;
  switch (health.kind) {
    case "zookeeper": {
      const majority = Math.floor(size / 2) + 1;
      if (rest >= majority) return noLoss;
      if (majority === size && rest === size - 1) return interruption(size, "ZooKeeper servers");
      return refusal(`${rest} of ${size} would be left, a majority is ${majority}`);
    }
    case "kafka":
      if (size > 1 && rest === 0) return refusal("no other broker is up");
      return partitionLoss(away, walk);
    case "orderer":
    case "peer":
      if (rest > 0) return noLoss;
      if (size === 1) return interruption(size, `${health.kind}s`);
      return refusal(`no other ${health.kind} is up`);
    case "sealer": {
      const { tolerance, sealing, strangers } = consensusOf(quorum, health);
      const { sealers, needed } = tolerance;
      const carrying = left.filter((name) => !walk.idle.has(name)).length + strangers;
      if (carrying >= needed) return noLoss;
      const others = left.filter((name) => sealing.has(name)).length;
      if (needed === sealers && others === sealers - 1) return interruption(sealers, "sealers");
      return refusal(`${carrying} of ${sealers} would be left, ${needed} must agree on a block`);
    }
  }
}

/** Every copy that is not in sync must be on a broker that is down, and enough must be left in sync. */
function partitionLoss(away: readonly string[], { quorum, health, up, partitions }: Walk): Loss {
  const minInSync = quorum.minInSync ?? 1;
  const names = new Map(quorum.members.map(({ id, name }) => [id, name]));
  const goes = (id: number) => away.includes(names.get(id) ?? "");
  const warnings: string[] = [];
  for (const { topic, partition, replicas, isr } of partitions) {
    const replaced = (id: number) => {
      const broker = quorum.members.find((one) => one.id === id);
      return broker !== undefined && up.has(broker.name) && !isUp(broker, health);
    };
    const inSync = replicas.filter((id) => isr.includes(id) || replaced(id));
    const behind = replicas.filter((id) => !inSync.includes(id) && up.has(names.get(id) ?? ""));
    if (behind.length > 0)
      return refusal(
        `${topic}-${partition} is still being copied to ${behind.map((id) => names.get(id)).join(", ")}`,
      );
    if (!replicas.some(goes)) continue;
    const left = inSync.filter((id) => !goes(id)).length;
    if (left >= minInSync) continue;
    if (replicas.length > minInSync)
      return refusal(`${topic}-${partition} would have ${left} in-sync copies, ${minInSync} must stay`);
    warnings.push(`${topic}-${partition} has no copy to spare: it takes no messages while a broker is away`);
  }
  return { warnings };
}

function refusal(reason: string): Loss {
  return { refused: reason, warnings: [] };
}

function interruption(size: number, what: string): Loss {
  return { warnings: [`${size} ${what} cannot miss one: the service is interrupted while one is away`] };
}
