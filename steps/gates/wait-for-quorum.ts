import type { ClusterHealth, Unmet } from "../../topology/quorum/health.js";
import type { GateQuorum } from "../specs.js";
import { failureText } from "./failure.js";
import type { Links } from "./links.js";
import { observe } from "./observe.js";
import { Waited, waitUntil } from "./wait.js";

/**
 * Watches a quorum until `judge` finds nothing unmet.
 * @param title what is not so while it waits, e.g. `kafka is not whole`; opens the error.
 * @throws Error with what was seen last, the last log lines and the next command.
 */
export async function waitForQuorum(
  title: string,
  quorum: GateQuorum,
  links: Links,
  judge: (health: ClusterHealth) => readonly Unmet[],
): Promise<void> {
  try {
    await waitUntil({
      deadlineSeconds: quorum.deadlineSeconds,
      say: (line) => process.stderr.write(`${title}; ${line}\n`),
      look: async () => {
        const health = await observe(quorum, links);
        return { unmet: judge(health), restarts: restartsIn(health) };
      },
    });
  } catch (error) {
    if (!(error instanceof Waited)) throw error;
    throw new Error(await failureText(title, error.message, error.unmet, quorum.members, links), {
      cause: error,
    });
  }
}

/** Restart counts of the containers whose state is known. */
function restartsIn(health: ClusterHealth): Record<string, number> {
  return Object.fromEntries(
    Object.entries(health.members)
      .filter(([, { container }]) => container.status !== "unknown" && container.status !== "absent")
      .map(([name, { container }]) => [name, container.restarts]),
  );
}
