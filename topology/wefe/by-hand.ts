import { endpoint } from "../endpoint.js";
import { addressesFor, type Whereabouts } from "./addresses.js";
import { rootOrganizationId } from "./root-organization.js";
import { defaultCredentials } from "./services.js";
import type { PlacedSide } from "./sides.js";
import type { WefeHandStep } from "./types.js";

/**
 * What is left to people, in the order in which it is done: these settings are kept in databases behind the product's
 * own pages. Only what the manuals and their pictures show; values that only the pages know are named and not invented.
 * @param named members whose root organisation is named without anybody
 */
export function byHandSteps(
  sides: readonly PlacedSide[],
  where: Whereabouts,
  named: readonly string[],
): WefeHandStep[] {
  return sides
    .filter(({ side }) => side === "member")
    .flatMap((side) => [
      ...(named.includes(side.name) ? [] : rootOrganizationStep(side)),
      ...memberSteps(side, where),
    ]);
}

function rootOrganizationStep({ name, rootOrganization }: PlacedSide): WefeHandStep[] {
  if (rootOrganization === undefined) return [];
  const text = rootOrganization.replaceAll("\\", "\\\\").replaceAll("'", "''");
  return [
    {
      of: name,
      where: "MySQL, database welab_iam",
      what: "rename IAM's root organisation",
      value: `update org_info set org_name='${text}' where id='${rootOrganizationId}';`,
      source: "manual 7.5",
    },
  ];
}

function memberSteps(side: PlacedSide, where: Whereabouts): WefeHandStep[] {
  const { own } = addressesFor(side, where);
  const host = own.includes(":") ? `[${own}]` : own;
  const portal = `http://${host}:80/portal/login`;
  const login = defaultCredentials.find(({ of }) => of === "iam-portal-web");
  const apps = ["board", ...side.parts.filter((part) => part === "serving" || part === "fusion"), "manager"];
  const step = (at: string, what: string, source: string, value?: string): WefeHandStep => ({
    of: side.name,
    where: at,
    what,
    source,
    ...(value === undefined ? {} : { value }),
  });
  const system = "board, 系统设置";
  return [
    step(
      portal,
      `log in as ${login?.username ?? ""} and change the password, which is everybody's`,
      "manual 5",
    ),
    ...apps.map((app) =>
      step(
        "IAM, its list of applications",
        `home page of ${app}: the package's begins with http://127.0.0.1`,
        "picture iam-app-list",
        `http://${host}/… with the path kept`,
      ),
    ),
    step(
      "IAM, SDK接入",
      "an application for the board, with 5 API permissions; it gives app id, AES key, platform public key and RSA pair",
      "pictures iam-sdk-add-board",
    ),
    step(
      system,
      "IAM's address, and the keys of the step before",
      "picture iam-sdk-add-board-04",
      "http://host.service:80",
    ),
    step(system, "flow's address", "picture iam-sdk-add-board-04", "http://host.service:5000"),
    ...(side.parts.includes("serving")
      ? [
          step(
            system,
            "serving's address",
            "picture iam-sdk-add-board-04",
            "http://host.service:8083/serving-service",
          ),
        ]
      : []),
    ...(side.parts.includes("flsql")
      ? [
          step(
            "MySQL, database wefe_board",
            "switch federated SQL on: global_config, group fl_sql_config, name enable",
            "manual of federated SQL, 6",
            "true",
          ),
          step(
            "board, settings of the calculation engine",
            "addresses of attestation, TEE server and query service",
            "pictures board-calculation_engine_config",
            [51_051, 51_052, 51_053].map((port) => endpoint(own, port)).join(", "),
          ),
        ]
      : []),
    ...(side.parts.includes("visualfl")
      ? [step(system, "address of visual learning", "manual of visual learning", endpoint(own, 10_002))]
      : []),
    step(
      "board, 企业设置",
      "gateway of this member, and joining the federation: the union then knows it",
      "picture board-gateway-uri-edit",
      endpoint(own, 50_052),
    ),
    ...(where.union
      ? []
      : [
          step(
            "iam-portal-web/webapp.conf of the package",
            "requests of the manager's pages go to this server; where they shall go is known to who runs the union",
            "manual 7.13",
          ),
        ]),
  ];
}
