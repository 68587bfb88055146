import { httpPost, shortReason } from "../../hosts/exchange.js";
import type { Link } from "../../hosts/ssh/index.js";
import type { NodeAnswers } from "../../topology/fisco/health/readings.js";
import { answersOf, type Method, methods, requestBody } from "../../topology/fisco/health/rpc.js";
import type { SealerAnswer } from "../../topology/fisco/quorum/consensus.js";
import { sealerRules } from "../../topology/fisco/quorum/sealer.js";
import type { QuorumAsker, Told } from "../gates/asker.js";
import type { GateMember } from "../specs.js";

/** What a node said when this process first read it, since it last began to answer: from there movement is counted. */
const first = new Map<string, NodeAnswers>();

/**
 * Asks a node of a FISCO BCOS chain by its JSON-RPC, from its own server. Whether it moves shows only from the second look
 * on: then its height or its view is another than at the first. Never throws: a silent one is a finding.
 */
export async function askSealer(link: Link, member: GateMember): Promise<Told<SealerAnswer>> {
  const key = keyOf(member);
  try {
    const last = await askNode(link, member);
    const known = first.get(key);
    const before = known === undefined || beganAnew(known, last) ? last : known;
    first.set(key, before);
    return {
      heights: { [`group ${groupOf(member)}`]: last.height },
      connected: last.peers.filter((id) => last.sealers.includes(id)).length,
      moving: last.height !== before.height || last.view !== before.view,
      readings: { first: before, last },
    };
  } catch (error) {
    forgetSealer(member);
    return { heights: {}, problem: shortReason(error) };
  }
}

/** Counts the movement of a node anew, since it does not run: what it said before says nothing about its next start. */
export function forgetSealer(member: GateMember): void {
  first.delete(keyOf(member));
}

/** Whether a node was started since: its view begins anew then, and otherwise climbs. */
function beganAnew(before: NodeAnswers, last: NodeAnswers): boolean {
  return last.height === before.height && last.view < before.view;
}

function keyOf({ server, container }: GateMember): string {
  return `${server.name} ${container}`;
}

/** What a node says of itself. @throws Error when it does not answer, AnswerError when it answers something else */
export async function askNode(link: Link, member: GateMember): Promise<NodeAnswers> {
  if (!member.operations) throw new Error(`${member.name}: its gate needs the RPC port`);
  const { host, port } = member.operations;
  const answers = await Promise.all(
    methods.map(async (method): Promise<[Method, string]> => {
      const socket = await link.connectTcp(host, port);
      const { status, body } = await httpPost(socket, host, "/", requestBody(method, groupOf(member)));
      if (status !== 200) throw new Error(`${method} answers with status ${status}`);
      return [method, body];
    }),
  );
  return answersOf(Object.fromEntries(answers) as Record<Method, string>);
}

/** The chain's one group, which is the member's id. */
function groupOf({ name, id }: GateMember): number {
  if (id === undefined) throw new Error(`${name}: its gate needs the id of its group`);
  return id;
}

/** FISCO BCOS nodes that seal, asked by JSON-RPC. */
export const sealerAsker: QuorumAsker<SealerAnswer> = {
  rules: sealerRules,
  silent: { heights: {} },
  ask: askSealer,
  stopped: forgetSealer,
};
