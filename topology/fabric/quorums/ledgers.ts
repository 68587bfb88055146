import { isUp } from "../../quorum/health.js";
import { heightsOf, tooLow } from "../../quorum/heights.js";
import {
  type Answer,
  type Health,
  type Heights,
  interruption,
  left,
  noLoss,
  type Quorum,
  type QuorumRules,
  refusal,
  type Unmet,
} from "../../quorum/rules.js";

/** An orderer or a peer: its client port accepts connections, and its ledgers' heights by channel. */
export interface LedgerAnswer extends Answer {
  readonly serves: boolean;
  readonly heights: Heights;
}

/** An orderer. */
export interface OrdererAnswer extends LedgerAnswer {
  /** On Kafka: channels whose topic it has not posted to since it started; it refuses their messages. */
  readonly starting?: readonly string[];
}

/** A peer. */
export interface PeerAnswer extends LedgerAnswer {
  /** How many other peers of each channel its gossip knows. */
  readonly peersKnown?: Readonly<Record<string, number>>;
}

/** Nodes that serve alone: one is enough, and each can take the others' place. */
function anyServes(node: "orderer" | "peer"): Pick<QuorumRules<LedgerAnswer>, "lossWithout" | "notWhole"> {
  return {
    lossWithout(away, walk) {
      if (left(walk, away).length > 0) return noLoss;
      const size = walk.quorum.members.length;
      return size === 1 ? interruption(size, `${node}s`) : refusal(`no other ${node} is up`);
    },
    notWhole: () => [],
  };
}

/** An orderer on Kafka is back when it takes messages for every channel and has the heights of all channels. */
export const ordererRules: QuorumRules<OrdererAnswer> = {
  kind: "orderer",
  members: "orderers",
  backWhen: "it has posted to every channel and has the others' heights",
  refill: "it reads every channel again from Kafka, which keeps all messages.",
  ledger: "channel ",
  serves({ name }, { members }) {
    const { serves, starting = [] } = members[name] ?? { serves: false };
    return serves && starting.length === 0;
  },
  trouble({ name }, { members }) {
    const { serves = false, starting = [] } = members[name] ?? {};
    return serves ? `runs and has not posted to Kafka yet for ${starting.join(", ")}` : undefined;
  },
  ...anyServes("orderer"),
  notBack: (_quorum, { name }, health, target) => tooLow(health, name, heightsOf(health, name), target),
};

/**
 * A peer is back when it has the heights of the channels it has joined and its gossip knows as many of their peers as the
 * other members do; one that is new and has no channel only has to serve.
 */
export const peerRules: QuorumRules<PeerAnswer> = {
  kind: "peer",
  members: "peers",
  backWhen: "it has the others' heights and its gossip knows as many peers",
  refill:
    "it has left its channels; join it again with pulumi up --replace of its join step, after which it reads the ledger from the orderers. Private data comes back only from other peers.",
  ledger: "channel ",
  serves: ({ name }, { members }) => members[name]?.serves ?? false,
  ...anyServes("peer"),
  notBack(quorum, { name }, health, target) {
    const heights = heightsOf(health, name);
    const joined = Object.entries(target).filter(([channel]) => channel in heights);
    return [...tooLow(health, name, heights, Object.fromEntries(joined)), ...alone(quorum, name, health)];
  },
};

/** Channels of which a peer's gossip knows fewer peers than another member does; those that tell nothing do not count. */
function alone({ members }: Quorum, name: string, health: Health<PeerAnswer>): Unmet[] {
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
