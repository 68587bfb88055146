import { distinctServers, Links } from "../../hosts/links.js";
import { outputOf, rootShell } from "../../hosts/shell.js";
import { notFormed } from "../../topology/quorum/in-sync.js";
import type { Health } from "../../topology/quorum/rules.js";
import type { FormedSpec, WatchedQuorum } from "../specs.js";
import type { Step } from "../step.js";
import { type GateSecrets, withClient } from "./client-port.js";
import { readKept, stampsIn } from "./kept.js";
import { stampOf, writeScript } from "./stamp.js";
import { type QuorumWait, waitForQuorum } from "./wait-for-quorum.js";

/** Is the whole quorum good? Then its stamp is written on every member's server. See {@link FormedSpec}. */
export const formed: Step<FormedSpec, GateSecrets> = {
  run: (spec, secrets) =>
    Links.during(async (links) => {
      const quorum = withClient(spec.quorum, secrets);
      const found = await readKept(quorum, links);
      await waitUntilFormed(quorum, links);
      const stamp = stampOf(quorum, stampsIn(found), new Date());
      await Promise.all(
        distinctServers(quorum.members).map(async (server) => {
          const link = await links.to(server);
          const result = await link.exec(rootShell(server.ssh.user), { stdin: writeScript(quorum, stamp) });
          outputOf(server.name, "writing the formed stamp", result);
        }),
      );
      return { quorum: quorum.name, members: quorum.members.map(({ name }) => name) };
    }),
};

/** Waits until every member of a quorum is up and, where they replicate, in sync. @throws Error with what is missing */
export function waitUntilFormed(
  quorum: WatchedQuorum,
  links: Links,
  options: Pick<QuorumWait, "again"> = {},
): Promise<void> {
  const judge = (health: Health) => notFormed(quorum, health);
  return waitForQuorum({ title: `${quorum.name} is not whole`, quorum, judge, ...options }, links);
}
