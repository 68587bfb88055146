import type { Rule } from "../../rules/rule.js";
import { defaultCredentials } from "../services.js";
import { madeServices, placedSidesOf } from "../sides.js";
import { pathOf, type WefeStack } from "./subject.js";

/** Everybody who has the manual knows these; only people can change them, so that it is a warning to be read. */
export const defaultLogins: Rule<WefeStack> = {
  id: "wefe-default-credentials",
  severity: "warning",
  holds: "somebody has read that the package's logins are public and must be changed by hand",
  source: "WeFe deployment manual, 5; manual of federated SQL, 6",
  check(stack, at) {
    return placedSidesOf(stack).flatMap((side) => {
      const made = new Set(madeServices(side).map(({ name }) => name));
      const known = defaultCredentials.filter(({ of }) => made.has(of));
      if (known.length === 0) return [];
      return [
        at(pathOf(side), {
          message: "its logins are those of every installation until somebody changes them",
          found: known.map(({ of, username }) => `${username} of ${of}`).join(", "),
          allowed: "passwords that nobody else knows",
          remedy: `${known.map(({ of, change }) => `${of}: ${change}`).join("; ")}. Then accept wefe-default-credentials`,
        }),
      ];
    });
  },
};
