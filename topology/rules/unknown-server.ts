import type { LoadedSettings } from "../../config/load.js";
import { notKnown } from "./not-known.js";
import type { Rule } from "./rule.js";
import { serversNamed } from "./servers-named.js";

/** Every service stands on a server that the stack knows. */
export const unknownServer: Rule<LoadedSettings> = {
  id: "unknown-server",
  severity: "error",
  holds: "every service stands on a server that the stack knows",
  source: "own",
  check(settings, at) {
    const known = Object.keys(settings.servers);
    return serversNamed(settings)
      .filter(({ server }) => !known.includes(server))
      .map(({ server, path }) => at(path, notKnown(server, known)));
  },
};
