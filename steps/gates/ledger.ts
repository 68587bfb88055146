import type { Link } from "../../ssh/index.js";
import type { LedgerAnswer } from "../../topology/quorum/health.js";
import type { GateMember } from "../specs.js";
import { httpGet, shortReason } from "./exchange.js";

type Told = Omit<LedgerAnswer, "container">;

/**
 * Asks an orderer or a peer: a TCP connection to its client port, then `/metrics` for its ledgers. Never `/healthz`: on
 * Kafka an orderer writes to the topic at each call, and a peer answers it before it serves.
 */
export async function askLedger(link: Link, member: GateMember): Promise<Told> {
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
    return { serves: true, heights: readHeights(body) };
  } catch (error) {
    return { serves: false, heights: {}, problem: shortReason(error) };
  }
}

/** Heights by channel from Prometheus text, e.g. `ledger_blockchain_height{channel="mychannel"} 5`. */
export function readHeights(metrics: string): Record<string, number> {
  const heights: Record<string, number> = {};
  for (const [, channel, height] of metrics.matchAll(
    /^ledger_blockchain_height\{[^}]*channel="([^"]+)"[^}]*\} (\S+)/gm,
  ))
    if (channel !== undefined) heights[channel] = Number(height);
  return heights;
}
