import { notFormed } from "../../topology/quorum/in-sync.js";
import type { Step } from "../main.js";
import type { FormedSpec } from "../specs.js";
import { readKept, rootShell, stampsIn } from "./kept.js";
import { distinctServers, Links } from "./links.js";
import { outputOf, stampOf, writeScript } from "./stamp.js";
import { waitForQuorum } from "./wait-for-quorum.js";

/** Is the whole quorum good? Then its stamp is written on every member's server. See {@link FormedSpec}. */
export const formed: Step<FormedSpec> = {
  run: ({ quorum }) =>
    Links.during(async (links) => {
      const found = await readKept(quorum, links);
      await waitForQuorum(`${quorum.name} is not whole`, quorum, links, (health) =>
        notFormed(quorum, health),
      );
      const stamp = stampOf(quorum, stampsIn(found), new Date());
      await Promise.all(
        distinctServers(quorum.members).map(async (server) => {
          const link = await links.to(server);
          const result = await link.exec(rootShell(server.ssh), { stdin: writeScript(quorum, stamp) });
          outputOf(server.name, "writing the formed stamp", result);
        }),
      );
      return { quorum: quorum.name, members: quorum.members.map(({ name }) => name) };
    }),
};
