import type { Rule } from "../../rules/rule.js";
import type { FabricStack } from "./stack.js";

/** A network has 3 orderers or more, so that clients find two while one is replaced (Fabric docs advise 5, 3 at least). */
export const ordererCount: Rule<FabricStack> = {
  id: "orderer-count",
  severity: "error",
  holds: "outside trial there are 3 orderers or more",
  source: "Fabric docs, deployment_guide_overview.rst",
  check({ tier, fabric: { ordering } }, at) {
    const count = Object.keys(ordering.orderers).length;
    const least = tier === "trial" ? 1 : 3;
    if (count >= least) return [];
    return [
      at(["fabric", "ordering", "orderers"], {
        message: "too few orderers",
        found: String(count),
        allowed: `${least} or more in tier ${tier}`,
        remedy: tier === "trial" ? "name an orderer" : "name 3 orderers, each on a server of its own",
      }),
    ];
  },
};
