import type { LoadedSettings } from "../../config/load.js";
import { type Rule, repeated } from "./rule.js";

/** Two servers never share an address: services would be dialled on the wrong machine. */
export const addressTwice: Rule<LoadedSettings> = {
  id: "address-twice",
  severity: "error",
  holds: "two servers never share an address",
  source: "own: services would be dialled on the wrong machine",
  check({ servers }, at) {
    return repeated(Object.entries(servers), ([, { address }]) => address).flatMap(([first, ...others]) =>
      others.map(([name, { address }]) =>
        at(["servers", name, "address"], {
          message: "the address of another server",
          found: `${address}, which is also ${first?.[0]}`,
          allowed: "one address for each server",
          remedy: "correct one of the two, or keep one server and place the roles of both on it",
        }),
      ),
    );
  },
};
