import { exchange, shortReason } from "../../hosts/exchange.js";
import type { Link } from "../../hosts/ssh/index.js";
import { type ZooKeeperAnswer, zookeeperRules } from "../../topology/fabric/quorums/zookeeper.js";
import type { QuorumAsker, Told } from "../gates/asker.js";
import { openClientPort } from "../gates/client-port.js";
import type { GateMember } from "../specs.js";

/** Asks a ZooKeeper server for its mode, and a leader for its followers. Never throws: a silent one is a finding. */
export async function askZooKeeper(link: Link, member: GateMember): Promise<Told<ZooKeeperAnswer>> {
  try {
    const told = readSrvr(await ask(link, member, "srvr"));
    return told.mode === "leader" ? { ...told, ...readMntr(await ask(link, member, "mntr")) } : told;
  } catch (error) {
    return { problem: shortReason(error) };
  }
}

async function ask(link: Link, member: GateMember, word: "srvr" | "mntr"): Promise<string> {
  return (await exchange(await openClientPort(link, member), word)).toString();
}

const modes = ["leader", "follower", "standalone", "observer"] as const;

/** Reads the answer to `srvr`; a server without a quorum says that it is not serving. */
export function readSrvr(answer: string): Told<ZooKeeperAnswer> {
  const mode = modes.find((one) => one === /^Mode: (\w+)/m.exec(answer)?.[1]);
  return mode === undefined
    ? { problem: answer.trim() || "closed the connection without an answer" }
    : { mode };
}

/** Reads a leader's answer to `mntr`; servers that do not allow the command or know no such figure tell nothing. */
export function readMntr(answer: string): Pick<ZooKeeperAnswer, "syncedFollowers"> {
  const synced = /^zk_synced_followers\s+(\d+)/m.exec(answer)?.[1];
  return synced === undefined ? {} : { syncedFollowers: Number(synced) };
}

/** ZooKeeper servers, asked by their words of four letters. */
export const zookeeperAsker: QuorumAsker<ZooKeeperAnswer> = {
  rules: zookeeperRules,
  silent: {},
  ask: askZooKeeper,
};
