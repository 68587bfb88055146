import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Path } from "../../../config/findings.js";
import type { Rule } from "../../rules/rule.js";

/** First labels of the names that an organisation's two authorities bear: ca.example.com and tlsca.example.com. */
const authorities = ["ca", "tlsca"];

/** A node does not bear the name of its organisation's authority: two certificates would have one subject. */
export const nameReserved: Rule<FabricSettings> = {
  id: "name-reserved",
  severity: "error",
  holds: "no orderer and no peer is called ca or tlsca",
  source: "Fabric's cryptogen: an organisation's authorities are ca.DOMAIN and tlsca.DOMAIN",
  check({ ordering, organizations }, at) {
    const nodes: { readonly name: string; readonly path: Path }[] = [
      ...Object.keys(ordering.orderers).map((name) => ({ name, path: ["ordering", "orderers", name] })),
      ...Object.entries(organizations).flatMap(([organization, { peers }]) =>
        Object.keys(peers).map((name) => ({ name, path: ["organizations", organization, "peers", name] })),
      ),
    ];
    return nodes
      .filter(({ name }) => authorities.includes(name.toLowerCase()))
      .map(({ name, path }) =>
        at(path, {
          message: "the name of the organisation's own authority",
          found: name,
          allowed: `any name but ${authorities.join(" and ")}`,
          remedy: "rename it",
        }),
      );
  },
};
