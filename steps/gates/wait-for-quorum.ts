import type { Links } from "../../hosts/links.js";
import type { Health, Unmet } from "../../topology/quorum/rules.js";
import type { WatchedQuorum } from "../specs.js";
import { observe } from "./observe.js";
import { waitOrExplain } from "./wait-or-explain.js";

/** What is waited for. */
export interface QuorumWait {
  /** What is not so while it waits, e.g. `kafka is not whole`; opens the error. */
  readonly title: string;
  readonly quorum: WatchedQuorum;
  /** What is still unmet. */
  readonly judge: (health: Health) => readonly Unmet[];
  /** What to do when the cause of a failure is mended. Default: run pulumi up again. */
  readonly again?: string;
}

/**
 * Watches a quorum until `judge` finds nothing unmet.
 * @throws Error with what was seen last, the last log lines and the next command.
 */
export async function waitForQuorum(
  { title, quorum, judge, again }: QuorumWait,
  links: Links,
): Promise<void> {
  await waitOrExplain(
    {
      title,
      deadlineSeconds: quorum.deadlineSeconds,
      look: async () => {
        const health = await observe(quorum, links);
        return { unmet: judge(health), restarts: restartsIn(health) };
      },
      watched: quorum.members,
      ...(again === undefined ? {} : { again }),
    },
    links,
  );
}

/** Restart counts of the containers whose state is known. */
function restartsIn(health: Health): Record<string, number> {
  return Object.fromEntries(
    Object.entries(health.members)
      .filter(([, { container }]) => container.status !== "unknown" && container.status !== "absent")
      .map(([name, { container }]) => [name, container.restarts]),
  );
}
