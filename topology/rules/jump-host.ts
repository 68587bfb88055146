import type { LoadedSettings } from "../../config/load.js";
import type { Rule } from "./rule.js";

/** A jump host is described with its own pinned key before a server names it. */
export const jumpHost: Rule<LoadedSettings> = {
  id: "jump-host",
  severity: "error",
  holds: "a server's jump host is described in `jumpHosts`",
  source: "own: its host key is pinned like a server's",
  check({ servers, jumpHosts }, at) {
    const known = Object.keys(jumpHosts);
    return Object.entries(servers).flatMap(([name, { ssh }]) =>
      ssh.jump === undefined || known.includes(ssh.jump)
        ? []
        : [
            at(["servers", name, "ssh", "jump"], {
              message: "unknown jump host",
              found: ssh.jump,
              allowed: known.length > 0 ? known.join(", ") : "an entry of `jumpHosts`; there is none",
              remedy: `add jumpHosts.${ssh.jump} with host, user and hostKey, or correct the name`,
            }),
          ],
    );
  },
};
