import type { Duplex } from "node:stream";
import type { Link } from "../../hosts/ssh/index.js";
import type { GateMember, WatchedQuorum } from "../specs.js";
import { type TlsClient, tlsOver } from "../tls-over.js";

/** What a gate is told on stdin. */
export interface GateSecrets {
  /** Certificate and key for a quorum that asks its clients for them. */
  readonly client?: TlsClient;
}

/** A quorum whose members can be asked by someone who shows a certificate. */
export function withClient<Quorum extends Pick<WatchedQuorum, "members">>(
  quorum: Quorum,
  { client }: GateSecrets,
): Quorum {
  if (client === undefined) return quorum;
  return { ...quorum, members: quorum.members.map((member) => ({ ...member, client })) };
}

/**
 * A connection to the port that a member's clients use, made by its own server; TLS runs from here to the member.
 * @throws Error when it cannot be made, or the member asks for a certificate and none is at hand
 */
export async function openClientPort(link: Link, member: GateMember): Promise<Duplex> {
  const { authority, client } = member;
  if (authority === undefined) return link.connectTcp(member.server.address, member.port);
  if (client === undefined)
    throw new Error(`asks for a certificate of the stack's ${authority} authority, and none was given`);
  return tlsOver(await link.connectTcp(member.server.address, member.port), member.host, client);
}
