import { exchange, shortReason } from "../../hosts/exchange.js";
import type { Link } from "../../hosts/ssh/index.js";
import { type BrokerView, type KafkaAnswer, kafkaRules } from "../../topology/fabric/quorums/kafka.js";
import type { QuorumAsker, Told } from "../gates/asker.js";
import { openClientPort } from "../gates/client-port.js";
import type { GateMember } from "../specs.js";
import { copiesBehind, logDirsRequest, readLogDirs } from "./kafka-log-dirs.js";
import { metadataRequest, readMetadata } from "./kafka-metadata.js";
import { isWholeResponse } from "./kafka-wire.js";

/** Asks a broker, over a connection from its own server, what it sees. Never throws: a silent one is a finding. */
export async function askBroker(link: Link, member: GateMember): Promise<Told<KafkaAnswer>> {
  const correlation = 1;
  try {
    const view = readMetadata(await send(link, member, metadataRequest(correlation)), correlation);
    const own = view.brokers.find(({ id }) => id === member.id);
    if (own && (own.host !== member.host || own.port !== member.port))
      return { problem: `advertises ${own.host}:${own.port}, planned is ${member.host}:${member.port}` };
    return { view: { ...view, ...(await copiedSoFar(link, member, view)) } };
  } catch (error) {
    return { problem: shortReason(error) };
  }
}

/** How large the broker's copies are that are not in sync; asked only while there are any. */
async function copiedSoFar(
  link: Link,
  member: GateMember,
  view: BrokerView,
): Promise<Pick<BrokerView, "copied">> {
  const behind = member.id === undefined ? [] : copiesBehind(view, member.id);
  if (behind.length === 0) return {};
  const correlation = 2;
  // It only tells how far a copy is; that it is behind is known without it.
  const answer = await send(link, member, logDirsRequest(correlation, behind)).catch(() => undefined);
  return answer === undefined ? {} : { copied: readLogDirs(answer, correlation) };
}

async function send(link: Link, member: GateMember, request: Buffer): Promise<Buffer> {
  return exchange(await openClientPort(link, member), request, isWholeResponse);
}

/** Brokers, asked for their metadata. */
export const kafkaAsker: QuorumAsker<KafkaAnswer> = { rules: kafkaRules, silent: {}, ask: askBroker };
