import { containerState } from "../../hosts/docker/container.js";
import type { ContainerState } from "../../hosts/docker/container-state.js";
import { shortReason } from "../../hosts/exchange.js";
import { isAway, type Links } from "../../hosts/links.js";
import type { Link } from "../../hosts/ssh/index.js";
import type { Answer, Health } from "../../topology/quorum/rules.js";
import { askerOf } from "../networks.js";
import type { GateMember, WatchedQuorum } from "../specs.js";
import type { QuorumAsker } from "./asker.js";

/**
 * Looks at every member once, all at the same time, each from its own server.
 * @throws SshError for what waiting cannot mend: a wrong host key, a refused login.
 */
export async function observe(
  quorum: Pick<WatchedQuorum, "kind" | "members">,
  links: Pick<Links, "to">,
): Promise<Health> {
  const asker = await askerOf(quorum.kind);
  const answers = await Promise.all(
    quorum.members.map(async (member) => [member.name, await observeOne(links, member, asker)] as const),
  );
  return { rules: asker.rules, members: Object.fromEntries(answers) };
}

const unknown: ContainerState = { status: "unknown", restarts: 0 };

async function observeOne(
  links: Pick<Links, "to">,
  member: GateMember,
  { silent, ask, stopped }: QuorumAsker,
): Promise<Answer> {
  let link: Link;
  try {
    link = await links.to(member.server);
  } catch (error) {
    if (!isAway(error)) throw error;
    stopped?.(member);
    return { ...silent, container: unknown, problem: shortReason(error) };
  }
  try {
    const container = await containerState(link, member.container);
    if (container.status === "running") return { ...(await ask(link, member)), container };
    stopped?.(member);
    return { ...silent, container };
  } catch (error) {
    stopped?.(member);
    return { ...silent, container: unknown, problem: `Docker: ${shortReason(error)}` };
  }
}
