import { Links } from "../../hosts/links.js";
import { heightsOf, heightsOfOthers, highest, tooLow } from "../../topology/quorum/heights.js";
import { cannotGoOn, notInSync, plannedAfter } from "../../topology/quorum/in-sync.js";
import type { Heights } from "../../topology/quorum/rules.js";
import type { InSyncSpec, WatchedQuorum } from "../specs.js";
import type { Step } from "../step.js";
import { type GateSecrets, withClient } from "./client-port.js";
import { isBeingBorn, readKept } from "./kept.js";
import { waitForQuorum } from "./wait-for-quorum.js";

/** Is this member back, and may the next one go? See {@link InSyncSpec}. */
export const inSync: Step<InSyncSpec, GateSecrets> = {
  run: ({ member, container, ...spec }, secrets) =>
    Links.during(async (links) => {
      if (provedBefore(container, process.env.PULUMI_COMMAND_STDOUT))
        return { member, state: "kept", container };
      const quorum = withClient(spec.quorum, secrets);
      if (isBeingBorn(await readKept(quorum, links))) return { member, state: "being born", container };
      await waitUntilBack({ quorum, member, after: plannedAfter(quorum, member) }, links);
      return { member, state: "in sync", container };
    }),
};

/**
 * Whether this very container was in sync at the end of the gate's last good run, or was born with the quorum, which the
 * formed gate has proved since. Then something else has changed, e.g. the host key of another member's new machine, and
 * waiting for that member here would keep it from being made.
 */
export function provedBefore(container: string, lastResult: string | undefined): boolean {
  try {
    return (JSON.parse(lastResult ?? "{}") as { readonly container?: unknown }).container === container;
  } catch {
    return false;
  }
}

/** Whose return is waited for. */
export interface Return {
  readonly quorum: WatchedQuorum;
  readonly member: string;
  /** Members that are to go next, in this order. */
  readonly after: readonly string[];
  /** Heights that the member itself had before. Default none; it always has to reach those of the others. */
  readonly before?: Heights;
  /** What to do when it does not come back. Default: run pulumi up again. */
  readonly again?: string;
}

/** Waits until a member is back and the ones after it can be spared. @throws Error with what is missing */
export async function waitUntilBack(
  { quorum, member, after, before = {}, again }: Return,
  links: Links,
): Promise<void> {
  let target: Heights | undefined;
  await waitForQuorum(
    {
      title: `${quorum.name} cannot go on after ${member}`,
      quorum,
      judge: (health) => {
        // What the others have when the wait begins: later blocks would move the goal for ever.
        target ??= highest(before, heightsOfOthers(health, member));
        return cannotGoOn(quorum, member, health, { target, after });
      },
      ...(again === undefined ? {} : { again }),
    },
    links,
  );
}

/** Members that were started together. */
export interface Start {
  readonly quorum: WatchedQuorum;
  readonly members: readonly string[];
  /** Heights that each of them must have, whatever the others have. Default none. */
  readonly heights?: Readonly<Record<string, Heights>>;
  /** What to do when the cause of a failure is mended. */
  readonly again: string;
}

/** Waits until all these members are in sync and have their heights. @throws Error with what is missing */
export async function waitUntilUp(
  { quorum, members, heights = {}, again }: Start,
  links: Links,
): Promise<void> {
  await waitForQuorum(
    {
      title: `${quorum.name} is not up`,
      quorum,
      judge: (health) => {
        const unmet = members.flatMap((member) => [
          ...notInSync(quorum, member, health, {}),
          ...tooLow(health, member, heightsOf(health, member), heights[member] ?? {}),
        ]);
        // What is wrong with the quorum is wrong for each of its members.
        return [...new Map(unmet.map((one) => [`${one.member} ${one.condition}`, one])).values()];
      },
      again,
    },
    links,
  );
}
