import type { Link } from "../../ssh/index.js";
import type { KafkaAnswer } from "../../topology/quorum/health.js";
import type { GateMember } from "../specs.js";
import { exchange, shortReason } from "./exchange.js";
import { isWholeResponse, metadataRequest, readMetadata } from "./kafka-metadata.js";

/** Asks a broker, over a connection from its own server, what it sees. Never throws: a silent one is a finding. */
export async function askBroker(link: Link, member: GateMember): Promise<Omit<KafkaAnswer, "container">> {
  const correlation = 1;
  try {
    const socket = await link.connectTcp(member.server.address, member.port);
    const view = readMetadata(
      await exchange(socket, metadataRequest(correlation), isWholeResponse),
      correlation,
    );
    const own = view.brokers.find(({ id }) => id === member.id);
    if (own && (own.host !== member.host || own.port !== member.port))
      return { problem: `advertises ${own.host}:${own.port}, planned is ${member.host}:${member.port}` };
    return { view };
  } catch (error) {
    return { problem: shortReason(error) };
  }
}
