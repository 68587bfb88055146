import type { Finding } from "../../config/findings.js";
import { wefeFinding } from "./findings.js";
import type { SideService } from "./side-service.js";
import type { PlacedSide } from "./sides.js";
import type { WefeRootOrganization } from "./types.js";

/** Id of IAM's root organisation in the package's data (manual 7.5). */
export const rootOrganizationId = "1550292621900984333";

/** Where MySQL's own image has root's password (Docker's official image of MySQL), which the step uses inside of the container. */
const passwordVariable = "MYSQL_ROOT_PASSWORD";

/** The members whose root organisation is named by a step; for the others it stays by hand. */
export interface RootOrganizations {
  readonly named: readonly WefeRootOrganization[];
  readonly findings: readonly Finding[];
}

/** Who names the root organisation of the members that have a name for it (manual 7.5). */
export function rootOrganizationsOf(
  sides: readonly PlacedSide[],
  services: readonly SideService[],
): RootOrganizations {
  const named: WefeRootOrganization[] = [];
  const findings: Finding[] = [];
  for (const side of sides) {
    if (side.rootOrganization === undefined) continue;
    const own = services.filter((one) => one.side.name === side.name && one.part === "main");
    const mysql = own.find(({ catalogue }) => catalogue.name === "mysql");
    // MySQL that is there already is somebody else's, and so is its password.
    if (mysql === undefined) continue;
    if (!mysql.vendor.env[passwordVariable]) {
      findings.push(noPassword(mysql));
      continue;
    }
    const iam = own.find(({ catalogue }) => catalogue.name === "welab-iam");
    named.push({
      member: side.name,
      name: side.rootOrganization,
      mysql: mysql.name,
      after: [...(iam ? [iam.name] : []), mysql.name],
    });
  }
  return { named, findings };
}

function noPassword({ vendor, side }: SideService): Finding {
  return wefeFinding("wefe-root-organization", vendor.place, `services.${vendor.name}.environment`, {
    message: `the root organisation of ${side.name} stays to be named by hand: ${vendor.name} has no root password in its environment`,
    found: `no ${passwordVariable}`,
    allowed: passwordVariable,
    remedy: "do the plan's step By hand with the password that this release has, then accept this",
  });
}
