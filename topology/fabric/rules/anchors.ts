import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** An anchor is a peer of its organisation. */
export const anchorUnknown: Rule<FabricSettings> = {
  id: "anchor-unknown",
  severity: "error",
  holds: "an anchor is a peer of its organisation, named once",
  source: "Fabric docs, gossip.rst",
  check({ organizations }, at) {
    return Object.entries(organizations).flatMap(([name, { peers, anchors }]) =>
      anchors.flatMap((anchor, index) => {
        if (Object.hasOwn(peers, anchor) && anchors.indexOf(anchor) === index) return [];
        return [
          at(["organizations", name, "anchors", index], {
            message: Object.hasOwn(peers, anchor)
              ? "an anchor named twice"
              : "not a peer of this organisation",
            found: anchor,
            allowed: Object.keys(peers).join(", ") || "a peer; the organisation has none",
            remedy: "name one of its peers, once",
          }),
        ];
      }),
    );
  },
};

/** Organisations that share a channel find each other's peers through anchors; without one they see only their own. */
export const anchorMissing: Rule<FabricSettings> = {
  id: "anchor-missing",
  severity: "warning",
  holds: "an organisation that shares a channel has an anchor, or the others do not find its peers",
  source: "Fabric docs, gossip.rst",
  check({ organizations, channels }, at) {
    const sharing = new Set(
      Object.values(channels).flatMap((channel) =>
        channel.organizations.length > 1 ? channel.organizations : [],
      ),
    );
    return Object.entries(organizations)
      .filter(([name, { anchors, foreign }]) => !foreign && sharing.has(name) && anchors.length === 0)
      .map(([name, { peers }]) =>
        at(["organizations", name, "anchors"], {
          message: "other organisations cannot find its peers",
          found: "no anchors",
          allowed: Object.keys(peers).join(", "),
          remedy: "name one of its peers as anchor, or accept anchor-missing",
        }),
      );
  },
};
