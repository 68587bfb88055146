import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Path } from "../../../config/findings.js";
import type { Rule } from "../../rules/rule.js";

/** Longest common name of a certificate (RFC 5280, ub-common-name). */
const longest = 64;

/** Every name that becomes a certificate's common name fits one. */
export const nameLength: Rule<FabricSettings> = {
  id: "name-length",
  severity: "error",
  holds: "names fit a certificate's common name with their domain: 64 characters",
  source: "RFC 5280, ub-common-name",
  check({ ordering, organizations }, at) {
    const names: { readonly name: string; readonly path: Path }[] = [
      ...authorities(["ordering", "organization", "domain"], ordering.organization.domain),
      ...Object.keys(ordering.orderers).map((orderer) => ({
        name: `${orderer}.${ordering.organization.domain}`,
        path: ["ordering", "orderers", orderer],
      })),
      ...Object.entries(organizations).flatMap(([organization, { domain, peers, users }]) => [
        ...authorities(["organizations", organization, "domain"], domain),
        ...Object.keys(peers).map((peer) => ({
          name: `${peer}.${domain}`,
          path: ["organizations", organization, "peers", peer],
        })),
        ...users.map((user, index) => ({
          name: `${user}@${domain}`,
          path: ["organizations", organization, "users", index],
        })),
      ]),
    ];
    return names
      .filter(({ name }) => name.length > longest)
      .map(({ name, path }) =>
        at(path, {
          message: "too long for a certificate's common name",
          found: `${name} (${name.length} characters)`,
          allowed: `${longest} characters with its domain`,
          remedy: "shorten the name or the domain",
        }),
      );
  },
};

/** The longest names that every organisation has: its TLS authority and its administrator. */
function authorities(path: Path, domain: string) {
  return [{ name: `Admin@${domain}`, path }];
}
