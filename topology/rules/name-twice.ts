import type { LoadedSettings } from "../../config/load.js";
import { kinds } from "../networks.js";
import { named, type Rule, repeated } from "./rule.js";

/**
 * Names differ in more than case where they become host names, container names or certificates: DNS and some file
 * systems do not tell `Kafka1` from `kafka1`.
 */
export const nameTwice: Rule<LoadedSettings> = {
  id: "name-twice",
  severity: "error",
  holds: "names differ in more than case where they become host names, containers or certificates",
  source: "DNS does not tell capitals from small letters",
  check(settings, at) {
    const spaces = [
      named(["servers"], settings.servers),
      ...kinds.flatMap((kind) => kind.names?.(settings) ?? []),
    ];
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
