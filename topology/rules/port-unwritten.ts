import { placementsOf } from "./placements.js";
import { type Rule, repeated } from "./rule.js";
import type { FabricStack } from "./subjects.js";

/**
 * Where several services of a role share a server, their ports are written: what the planner hands out follows the order
 * of their names, so that a further one with an earlier name would move the others to other ports.
 */
export const portUnwritten: Rule<FabricStack> = {
  id: "port-unwritten",
  severity: "warning",
  holds: "outside trial services of one role on one server have their ports written",
  source: "own: the next free port depends on the names of all of them, and channels and clients know it",
  check({ tier, fabric }, at) {
    if (tier === "trial") return [];
    return repeated(placementsOf(fabric), ({ role, server }) => `${role} ${server}`).flatMap((group) =>
      group
        .filter(({ port }) => port === undefined)
        .map(({ name, server, role, path }) =>
          at([...path, "port"], {
            message: `a further ${role} on ${server} may move ${name} to another port`,
            found: "nothing",
            allowed: "the port that it has or is to have",
            remedy: "write it, or accept port-unwritten",
          }),
        ),
    );
  },
};
