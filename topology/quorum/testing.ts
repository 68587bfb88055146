import type { ContainerState } from "../../hosts/docker/container-state.js";
import { type KafkaAnswer, kafkaRules } from "../fabric/quorums/kafka.js";
import {
  type LedgerAnswer,
  type OrdererAnswer,
  ordererRules,
  type PeerAnswer,
  peerRules,
} from "../fabric/quorums/ledgers.js";
import { type ZooKeeperAnswer, zookeeperRules } from "../fabric/quorums/zookeeper.js";
import type { NodeAnswers } from "../fisco/health/readings.js";
import type { SealerAnswer, SealerHealth } from "../fisco/quorum/consensus.js";
import { sealerRules } from "../fisco/quorum/sealer.js";
import type { Health, Quorum } from "./rules.js";

/** Builders for the tables of this folder's tests: what a healthy or broken quorum looks like. */

export const running: ContainerState = { status: "running", restarts: 0 };
export const gone: ContainerState = { status: "absent", restarts: 0 };

/** Members `1`…`n` by name and id. */
export function quorumOf(size: number, minInSync?: number): Quorum {
  const members = Array.from({ length: size }, (_, i) => ({ name: String(i + 1), id: i + 1 }));
  return minInSync === undefined ? { members } : { members, minInSync };
}

/** An ensemble as letters: `L` leader, `F` follower, `S` standalone, `s` starting, `x` container absent. */
export function ensemble(modes: string, syncedFollowers?: number): Health {
  const answers: Record<string, ZooKeeperAnswer> = {
    L: {
      container: running,
      mode: "leader",
      ...(syncedFollowers === undefined ? {} : { syncedFollowers }),
    },
    F: { container: running, mode: "follower" },
    S: { container: running, mode: "standalone" },
    s: { container: running, problem: "connection refused" },
    x: { container: gone },
  };
  return { rules: zookeeperRules, members: byPosition(modes, answers) };
}

/** Brokers that are up by id, and partitions `topic: replicas / in-sync ids`, e.g. `ch: 123/12`, alike on all of them. The first leads. */
export function brokers(size: number, up: string, ...partitions: string[]): Health<KafkaAnswer> {
  const digits = (text: string) => [...text].map(Number);
  const view = {
    ...(up === "" ? {} : { controller: Number(up[0]) }),
    brokers: digits(up).map((id) => ({ id, host: String(id), port: 9092 })),
    partitions: partitions.map((text) => {
      const [topic = "", copies = ""] = text.split(": ");
      const [replicas = "", isr = ""] = copies.split("/");
      return { topic, partition: 0, replicas: digits(replicas), isr: digits(isr) };
    }),
  };
  const members: Record<string, KafkaAnswer> = {};
  for (let id = 1; id <= size; id++)
    members[String(id)] = up.includes(String(id)) ? { container: running, view } : { container: gone };
  return { rules: kafkaRules, members };
}

/**
 * Orderers or peers: their heights by channel, `undefined` for one that is down, `starting` for an orderer that has not
 * posted to channel `ch` yet.
 */
export function ledgers(
  kind: "orderer" | "peer",
  ...heights: (Record<string, number> | "starting" | undefined)[]
): Health {
  const members: Record<string, LedgerAnswer & OrdererAnswer> = {};
  heights.forEach((of, i) => {
    members[String(i + 1)] =
      of === undefined
        ? { container: gone, serves: false, heights: {} }
        : of === "starting"
          ? { container: running, serves: true, heights: { ch: 9 }, starting: ["ch"] }
          : { container: running, serves: true, heights: of };
  });
  return { rules: kind === "orderer" ? ordererRules : peerRules, members };
}

/** Peers of one channel `ch` at height 5, by how many others their gossip knows; `undefined` tells nothing. */
export function gossiping(...known: (number | undefined)[]): Health {
  const members = known.map((count, i): [string, PeerAnswer] => [
    String(i + 1),
    {
      container: running,
      serves: true,
      heights: { ch: 5 },
      ...(count === undefined ? {} : { peersKnown: { ch: count } }),
    },
  ]);
  return { rules: peerRules, members: Object.fromEntries(members) };
}

/**
 * Sealers of one chain as letters: `m` moves and is connected to all that are up, `i` the same but stands still, `a` runs
 * and is connected to none, `b` is connected and 11 blocks behind, `s` starting, `x` container absent. All others have the
 * height.
 */
export function sealers(letters: string, height = 5): SealerHealth {
  const connected = [...letters].filter((letter) => "mib".includes(letter)).length - 1;
  const members = [...letters].map((letter, i): [string, SealerAnswer] => {
    const name = String(i + 1);
    const heights = { "group 1": height };
    const answers: Record<string, SealerAnswer> = {
      m: { container: running, heights, connected, moving: true },
      i: { container: running, heights, connected, moving: false },
      a: { container: running, heights, connected: 0, moving: false },
      b: { container: running, heights: { "group 1": height - 11 }, connected, moving: true },
      s: { container: running, heights: {}, problem: "connection refused" },
      x: { container: gone, heights: {} },
    };
    const answer = answers[letter];
    if (answer === undefined) throw new Error(`no such letter: ${letter}`);
    return [name, answer];
  });
  return { rules: sealerRules, members: Object.fromEntries(members) };
}

/** Sealers whose readings differ from {@link sealers}: by name what each says of itself, its id being its name. */
export function saying(
  health: SealerHealth,
  says: Readonly<Record<string, Pick<NodeAnswers, "sealers" | "peers">>>,
): SealerHealth {
  const members = Object.entries(health.members).map(([name, answer]): [string, SealerAnswer] => {
    const own = says[name];
    if (!own) return [name, answer];
    const last: NodeAnswers = {
      ...own,
      nodeId: name,
      version: "2.9.1",
      supportedVersion: "2.9.1",
      height: answer.heights["group 1"] ?? 0,
      view: 1,
      genesisHash: "0",
    };
    const connected = own.peers.filter((id) => own.sealers.includes(id)).length;
    return [name, { ...answer, connected, readings: { first: last, last } }];
  });
  return { rules: sealerRules, members: Object.fromEntries(members) };
}

function byPosition<T>(letters: string, answers: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    [...letters].map((letter, i) => {
      const answer = answers[letter];
      if (answer === undefined) throw new Error(`no such letter: ${letter}`);
      return [String(i + 1), answer];
    }),
  );
}
