import type { FabricSettings } from "../../config/fabric/schema.js";
import { type Named, named } from "../rules/rule.js";

/** Names of a Fabric network, those that must differ from one another together. */
export function nameSpaces({ ordering, organizations, channels }: FabricSettings): Named[][] {
  return [
    [
      ...named(["fabric", "ordering", "zookeeper"], ordering.zookeeper),
      ...named(["fabric", "ordering", "kafka"], ordering.kafka),
    ],
    named(["fabric", "ordering", "orderers"], ordering.orderers),
    [
      { name: ordering.organization.name, path: ["fabric", "ordering", "organization", "name"] },
      ...named(["fabric", "organizations"], organizations),
    ],
    named(["fabric", "channels"], channels),
    ...Object.entries(organizations).flatMap(([name, { peers, users }]) => [
      named(["fabric", "organizations", name, "peers"], peers),
      [
        { name: "Admin", path: [] },
        ...users.map((user, index) => ({
          name: user,
          path: ["fabric", "organizations", name, "users", index],
        })),
      ],
    ]),
  ];
}
