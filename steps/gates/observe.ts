import { containerState } from "../../hosts/docker/container.js";
import type { ContainerState } from "../../hosts/docker/container-state.js";
import { shortReason } from "../../hosts/exchange.js";
import { isAway, type Links } from "../../hosts/links.js";
import type { Link } from "../../hosts/ssh/index.js";
import type { Answer, ClusterHealth } from "../../topology/quorum/health.js";
import type { GateMember, WatchedQuorum } from "../specs.js";
import { askBroker } from "./kafka.js";
import { askOrderer, askPeer } from "./ledger.js";
import { askSealer, forgetSealer } from "./sealer.js";
import { askZooKeeper } from "./zookeeper.js";

/**
 * Looks at every member once, all at the same time, each from its own server.
 * @throws SshError for what waiting cannot mend: a wrong host key, a refused login.
 */
export async function observe(
  quorum: Pick<WatchedQuorum, "kind" | "members">,
  links: Pick<Links, "to">,
): Promise<ClusterHealth> {
  const all = async <T extends object>(
    silent: T,
    ask: (link: Link, member: GateMember) => Promise<T>,
  ): Promise<Record<string, T & Answer>> =>
    Object.fromEntries(
      await Promise.all(
        quorum.members.map(async (member) => [member.name, await observeOne(links, member, silent, ask)]),
      ),
    );
  const silentLedger = { serves: false, heights: {} };
  switch (quorum.kind) {
    case "zookeeper":
      return { kind: "zookeeper", members: await all({}, askZooKeeper) };
    case "kafka":
      return { kind: "kafka", members: await all({}, askBroker) };
    case "orderer":
      return { kind: "orderer", members: await all(silentLedger, askOrderer) };
    case "peer":
      return { kind: "peer", members: await all(silentLedger, askPeer) };
    case "sealer": {
      const members = await all({ heights: {} }, askSealer);
      for (const member of quorum.members)
        if (members[member.name]?.container.status !== "running") forgetSealer(member);
      return { kind: "sealer", members };
    }
  }
}

const unknown: ContainerState = { status: "unknown", restarts: 0 };

async function observeOne<T extends object>(
  links: Pick<Links, "to">,
  member: GateMember,
  silent: T,
  ask: (link: Link, member: GateMember) => Promise<T>,
): Promise<T & Answer> {
  let link: Link;
  try {
    link = await links.to(member.server);
  } catch (error) {
    if (!isAway(error)) throw error;
    return { ...silent, container: unknown, problem: shortReason(error) };
  }
  try {
    const container = await containerState(link, member.container);
    if (container.status !== "running") return { ...silent, container };
    return { ...(await ask(link, member)), container };
  } catch (error) {
    return { ...silent, container: unknown, problem: `Docker: ${shortReason(error)}` };
  }
}
