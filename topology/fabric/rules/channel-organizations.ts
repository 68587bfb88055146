import type { FabricSettings } from "../../../config/fabric/schema.js";
import { suggestion } from "../../../config/findings.js";
import type { Rule } from "../../rules/rule.js";

/** A channel's members are organisations of the network, each once. */
export const channelOrganizations: Rule<FabricSettings> = {
  id: "channel-organization",
  severity: "error",
  holds: "a channel's members are organisations of the network, each once",
  source: "own",
  check({ channels, organizations }, at) {
    const known = Object.keys(organizations);
    return Object.entries(channels).flatMap(([name, channel]) =>
      channel.organizations.flatMap((organization, index) => {
        const unknown = !known.includes(organization);
        if (!unknown && channel.organizations.indexOf(organization) === index) return [];
        return [
          at(["channels", name, "organizations", index], {
            message: unknown ? "unknown organisation" : "an organisation named twice",
            found: organization,
            allowed: known.join(", "),
            remedy: (unknown && suggestion(organization, known)) || "correct the name, or remove it",
          }),
        ];
      }),
    );
  },
};

/** A channel does not bear the name of the ordering service's own. */
export const channelName: Rule<FabricSettings> = {
  id: "channel-name",
  severity: "error",
  holds: "no channel bears the name of the ordering service's own",
  source: "Fabric docs, kafka.rst: Kafka ordering has a system channel",
  check({ channels, ordering }, at) {
    if (!Object.hasOwn(channels, ordering.systemChannel)) return [];
    return [
      at(["channels", ordering.systemChannel], {
        message: "the name of the ordering service's own channel",
        found: ordering.systemChannel,
        allowed: "another name",
        remedy: "rename the channel, or set ordering.systemChannel before the network is made",
      }),
    ];
  },
};
