import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** An organisation runs a peer: without one it can neither endorse nor read. */
export const organizationPeers: Rule<FabricSettings> = {
  id: "organization-peers",
  severity: "error",
  holds: "every organisation of ours runs a peer",
  source: "own: without one it can neither endorse nor read",
  check({ organizations }, at) {
    return Object.entries(organizations)
      .filter(([, { peers, foreign }]) => !foreign && Object.keys(peers).length === 0)
      .map(([name]) =>
        at(["organizations", name, "peers"], {
          message: "an organisation without peers",
          found: "no peers",
          allowed: "one peer or more",
          remedy: `name one, e.g. peers: { peer0: SERVER }, or remove ${name}`,
        }),
      );
  },
};
