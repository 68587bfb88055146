import type { Plan } from "../model/plan.js";
import { type Rule, repeated } from "./rule.js";

/** Services have names of their own: `mycc` of channel `a-b` and `mycc-a` of channel `b` would be one container. */
export const serviceTwice: Rule<Plan> = {
  id: "service-twice",
  severity: "error",
  holds: "no two services get the same name from what they are called and where they belong",
  source: "own: the name is the container's, its volume's and its host entry's",
  check({ services }, at) {
    return repeated(services, ({ name }) => name.toLowerCase()).map((group) =>
      at(["fabric"], {
        message: "two services would be called alike",
        found: group.map(({ name, role, server }) => `${role} ${name} on ${server}`).join(" and "),
        allowed: "one service of a name",
        remedy: "rename what one of them is made of: the service, its chaincode or its channel",
      }),
    );
  },
};
