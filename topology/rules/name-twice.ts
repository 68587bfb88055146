import type { Path } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import type { FabricSettings } from "../../config/schema.js";
import { type Rule, repeated } from "./rule.js";

interface Named {
  readonly name: string;
  readonly path: Path;
}

/**
 * Names differ in more than case where they become host names, container names or certificates: DNS and some file
 * systems do not tell `Kafka1` from `kafka1`.
 */
export const nameTwice: Rule<LoadedSettings> = {
  id: "name-twice",
  severity: "error",
  holds: "names differ in more than case where they become host names, containers or certificates",
  source: "DNS does not tell capitals from small letters",
  check({ servers, fabric }, at) {
    const spaces = [named(["servers"], servers), ...(fabric ? spacesOf(fabric) : [])];
    return spaces
      .flatMap((space) => repeated(space, ({ name }) => name.toLowerCase()))
      .flatMap(([first, ...others]) =>
        others.map(({ name, path }) =>
          at(path, {
            message: "a name that is taken",
            found: name,
            allowed: `names that differ in more than case; ${first?.name} is there already`,
            remedy: "rename one of the two",
          }),
        ),
      );
  },
};

/** Names of a Fabric network, those that must differ from one another together. */
function spacesOf({ ordering, organizations, channels }: FabricSettings): Named[][] {
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

function named(base: Path, map: Readonly<Record<string, unknown>>): Named[] {
  return Object.keys(map).map((name) => ({ name, path: [...base, name] }));
}
