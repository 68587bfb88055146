import { suggestion } from "../../config/findings.js";
import { placementsOf } from "./placements.js";
import type { Rule } from "./rule.js";
import type { FabricStack } from "./subjects.js";

/** Every service stands on a server that the stack knows. */
export const unknownServer: Rule<FabricStack> = {
  id: "unknown-server",
  severity: "error",
  holds: "every service stands on a server that the stack knows",
  source: "own",
  check({ servers, fabric, images }, at) {
    const known = Object.keys(servers);
    const named = placementsOf(fabric).map(({ server, path }) => ({ server, path: [...path, "server"] }));
    if (images.registry)
      named.push({ server: images.registry.server, path: ["images", "registry", "server"] });
    return named
      .filter(({ server }) => !known.includes(server))
      .map(({ server, path }) =>
        at(path, {
          message: "unknown server",
          found: server,
          allowed: known.length > 0 ? known.join(", ") : "a server of `servers` or of the inventory",
          remedy: suggestion(server, known) ?? "correct the name, or add the server",
        }),
      );
  },
};
