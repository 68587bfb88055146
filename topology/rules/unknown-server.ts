import { suggestion } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import { serversNamed } from "./placements.js";
import type { Rule } from "./rule.js";

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

/** What there is to say of a server's name that the stack does not know. */
export function notKnown(server: string, known: readonly string[]) {
  return {
    message: "unknown server",
    found: server,
    allowed: known.length > 0 ? known.join(", ") : "a server of `servers` or of the inventory",
    remedy: suggestion(server, known) ?? "correct the name, or add the server",
  };
}
