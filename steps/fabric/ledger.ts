import { httpGet, shortReason } from "../../hosts/exchange.js";
import type { Link } from "../../hosts/ssh/index.js";
import { quote } from "../../hosts/ssh/quote.js";
import {
  type LedgerAnswer,
  type OrdererAnswer,
  ordererRules,
  type PeerAnswer,
  peerRules,
} from "../../topology/fabric/quorums/ledgers.js";
import type { QuorumAsker, Told } from "../gates/asker.js";
import type { GateMember } from "../specs.js";

/**
 * Asks an orderer: its client port, its heights, and for which channels it has not posted to Kafka since it started.
 * It listens before its chains are connected and refuses their messages until then. Never `/healthz`: on Kafka an
 * orderer writes to the topic at each call. Never throws: a silent one is a finding.
 */
export function askOrderer(link: Link, member: GateMember): Promise<Told<OrdererAnswer>> {
  return asked(link, member, async (metrics) => {
    const waiting = notPosted(metrics);
    // The figures by which that is told are written once a minute; until then the log of this start says it.
    const started = waiting.length === 0 ? [] : readStarted(await startLines(link, member));
    return {
      heights: readHeights(metrics),
      starting: waiting.filter((channel) => !started.includes(channel)),
    };
  });
}

/** Asks a peer: its client port, its heights, and how many peers its gossip knows. It answers `/healthz` before it serves. */
export function askPeer(link: Link, member: GateMember): Promise<Told<PeerAnswer>> {
  return asked(link, member, async (metrics) => ({
    heights: readHeights(metrics),
    peersKnown: byLabel(metrics, "gossip_membership_total_peers_known", "channel"),
  }));
}

async function asked<Read extends Pick<LedgerAnswer, "heights">>(
  link: Link,
  member: GateMember,
  read: (metrics: string) => Promise<Read>,
): Promise<Told<LedgerAnswer> | (Read & Pick<LedgerAnswer, "serves">)> {
  if (!member.operations) throw new Error(`${member.name}: its gate needs the operations endpoint`);
  const { host, port } = member.operations;
  try {
    (await link.connectTcp(member.server.address, member.port)).destroy();
    const { status, body } = await httpGet(await link.connectTcp(host, port), host, "/metrics");
    if (status !== 200)
      return {
        serves: false,
        heights: {},
        problem: `/metrics answers ${status}; is the metrics provider prometheus?`,
      };
    return { serves: true, ...(await read(body)) };
  } catch (error) {
    return { serves: false, heights: {}, problem: shortReason(error) };
  }
}

/** Heights by channel from Prometheus text, e.g. `ledger_blockchain_height{channel="mychannel"} 5`. */
export function readHeights(metrics: string): Record<string, number> {
  return byLabel(metrics, "ledger_blockchain_height", "channel");
}

/**
 * Channels that an orderer runs on Kafka and has sent nothing to since it started. A chain's first act is to post a
 * CONNECT message; the client counts it by topic, which is the channel's name. Other consensus has no such chains.
 */
export function notPosted(metrics: string): string[] {
  const posted = byLabel(metrics, "consensus_kafka_records_per_request", "topic");
  return Object.keys(byLabel(metrics, "consensus_kafka_last_offset_persisted", "channel")).filter(
    // The client writes the dots of a topic as underscores in its figures' names.
    (channel) => !(channel.replaceAll(".", "_") in posted),
  );
}

/** Channels that an orderer's log says have started. */
export function readStarted(log: string): string[] {
  return [...log.matchAll(/\[channel: ([^\]]+)\] Start phase completed successfully/g)].flatMap(
    ([, channel]) => channel ?? [],
  );
}

/** What an orderer has logged about its chains since its container was last started; nothing when it logs less than info. */
async function startLines(link: Link, { container }: GateMember): Promise<string> {
  const name = quote(container);
  const since = `"$(docker inspect --format '{{.State.StartedAt}}' ${name})"`;
  const { stdout } = await link.exec(
    `docker logs --since ${since} ${name} 2>&1 | grep -F 'Start phase completed successfully' || true`,
    { timeoutSeconds: 20 },
  );
  return stdout;
}

/** A metric's values by one of its labels, from Prometheus text. */
function byLabel(metrics: string, name: string, label: string): Record<string, number> {
  const lines = metrics.matchAll(new RegExp(`^${name}\\{(?:[^}]*,)?${label}="([^"]+)"[^}]*\\} (\\S+)`, "gm"));
  const values: Record<string, number> = {};
  for (const [, value, figure] of lines) if (value !== undefined) values[value] = Number(figure);
  return values;
}

const silent: Told<LedgerAnswer> = { serves: false, heights: {} };

/** Orderers, asked by their operations endpoint. */
export const ordererAsker: QuorumAsker<OrdererAnswer> = { rules: ordererRules, silent, ask: askOrderer };

/** Peers, asked by their operations endpoint. */
export const peerAsker: QuorumAsker<PeerAnswer> = { rules: peerRules, silent, ask: askPeer };
