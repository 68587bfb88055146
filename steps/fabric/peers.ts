import { common } from "@hyperledger/fabric-protos";
import { logsOf } from "./errors.js";
import { classify } from "./failures.js";
import type { Reply } from "./replies.js";
import { type Session, tlsCaOf } from "./session.js";
import type { FabricNode } from "./specs.js";
import { until } from "./wait.js";

/** A peer with the organisation whose TLS CA vouches for it. */
export interface Target {
  readonly mspId: string;
  readonly peer: FabricNode;
}

/** The environment by which a `peer` command reaches a peer. */
export function peerEnvironment({ mspId, peer }: Target): Record<string, string> {
  return { CORE_PEER_ADDRESS: `${peer.name}:${peer.port}`, CORE_PEER_TLS_ROOTCERT_FILE: tlsCaOf(mspId) };
}

/** Flags by which one command reaches several peers. */
export function endorserFlags(targets: readonly Target[]): string[] {
  return targets.flatMap(({ mspId, peer }) => [
    ...["--peerAddresses", `${peer.name}:${peer.port}`, "--tlsRootCertFiles", tlsCaOf(mspId)],
  ]);
}

/** Runs a command against a peer, waiting while the peer is not there yet. */
export function onPeer(session: Session, target: Target, words: readonly string[]): Promise<Reply> {
  const { peer } = target;
  return until(session.deadline, `peer ${peer.name}`, async () => {
    const reply = await session.run(words, peerEnvironment(target));
    if (reply.code === 0 || classify(reply.stderr) !== "unreachable") return { done: reply };
    return { instead: `${reply.stderr.trim().split("\n").at(-1)} (${logsOf(session.place.stack, peer)})` };
  });
}

/** Names of the channels a peer has joined. */
export async function joinedChannels(session: Session, target: Target): Promise<string[]> {
  const reply = await onPeer(session, target, ["peer", "channel", "list"]);
  if (reply.code !== 0)
    throw session.failed(
      `peer channel list on ${target.peer.name}`,
      reply,
      logsOf(session.place.stack, target.peer),
    );
  return readChannelList(reply.stdout.toString());
}

/** The names after the heading of `peer channel list`. */
export function readChannelList(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const heading = lines.findIndex((line) => /^Channels peers has joined/.test(line));
  if (heading < 0) throw new Error(`unexpected output of peer channel list: ${text.slice(0, 200)}`);
  return lines.slice(heading + 1).filter((line) => line !== "");
}

/**
 * Number of blocks a peer has of a channel, or undefined when it has not joined it. Asked within the channel, where
 * the peers of other organisations know us too; `peer channel getinfo` works with one's own only.
 */
export async function heightOf(
  session: Session,
  target: Target,
  channel: string,
): Promise<number | undefined> {
  const call = JSON.stringify({ Args: ["GetChainInfo", channel] });
  const reply = await onPeer(session, target, [
    ...["peer", "chaincode", "query", "-C", channel, "-n", "qscc", "-c", call, "--hex"],
  ]);
  if (reply.code === 0) return readHeight(reply.stdout.toString());
  if (classify(reply.stderr) === "no-channel") return undefined;
  throw session.failed(
    `GetChainInfo of ${channel} on ${target.peer.name}`,
    reply,
    logsOf(session.place.stack, target.peer),
  );
}

/** The height in a `common.BlockchainInfo`, printed in hexadecimal. */
export function readHeight(hex: string): number {
  return common.BlockchainInfo.deserializeBinary(Buffer.from(hex.trim(), "hex")).getHeight();
}
