import { waitUntilBack } from "../steps/gates/in-sync.js";
import { serverOf } from "../steps/gates/member.js";
import { observe } from "../steps/gates/observe.js";
import { servesWhen, waitUntilServing } from "../steps/gates/single.js";
import { waitForQuorum } from "../steps/gates/wait-for-quorum.js";
import type { WatchedQuorum } from "../steps/specs.js";
import type { PlannedService } from "../topology/model/service.js";
import { heightsOf } from "../topology/quorum/heights.js";
import { mayRestart } from "../topology/quorum/may-restart.js";
import { restartOrder } from "../topology/quorum/restart-order.js";
import type { Health } from "../topology/quorum/rules.js";
import type { ChosenMembers, Wave } from "../topology/waves.js";
import type { Done, Say } from "./power.js";
import { act, type Site, secondsSince, watched } from "./site.js";

/** A service's place in a restart. */
export interface Place {
  readonly service: string;
  readonly server: string;
  /** The quorum it is a member of; `-` for one on its own. */
  readonly quorum: string;
  /** Why it stands there. */
  readonly reason: string;
  /** What its gate waits for before the next one goes. */
  readonly backWhen: string;
}

/** What a restart would do, by what the quorums say now. */
export interface RestartPlan {
  readonly order: readonly Place[];
  /** Interruptions that cannot be avoided. */
  readonly warnings: readonly string[];
  /** Why it may not begin. */
  readonly refused: readonly string[];
}

const again = "run ./consortium restart again";

/** The order of a restart, and whether it may begin. Looks at every quorum concerned once and changes nothing. */
export async function planRestart(waves: readonly Wave[], site: Site): Promise<RestartPlan> {
  const plans = await Promise.all(
    waves.map(async ({ services, quorums, singles }): Promise<RestartPlan> => {
      const place = (service: string, why: Pick<Place, "quorum" | "reason" | "backWhen">): Place => ({
        service,
        server: services.find(({ name }) => name === service)?.server ?? "",
        ...why,
      });
      const alone = singles.map((service) =>
        place(service.name, { quorum: "-", reason: "on its own", backWhen: servesWhen(service) }),
      );
      const rolls = await Promise.all(
        quorums.map(async ({ quorum, members }): Promise<RestartPlan> => {
          const asked = watched(quorum, site);
          const health = await observe(asked, site.links);
          const turns = restartOrder(asked, health, members);
          const permission = mayRestart(
            asked,
            health,
            turns.map(({ member }) => member),
          );
          return {
            order: turns.map(({ member, reason }) =>
              place(member, { quorum: quorum.name, reason, backWhen: health.rules.backWhen }),
            ),
            warnings: permission.ok ? permission.warnings : [],
            refused: permission.ok ? [] : [`${quorum.name}: ${permission.refused}; ${permission.remedy}`],
          };
        }),
      );
      return merged([{ order: alone, warnings: [], refused: [] }, ...rolls]);
    }),
  );
  return merged(plans);
}

function merged(plans: readonly RestartPlan[]): RestartPlan {
  return {
    order: plans.flatMap(({ order }) => order),
    warnings: plans.flatMap(({ warnings }) => warnings),
    refused: plans.flatMap(({ refused }) => refused),
  };
}

/**
 * Restarts the services of all waves one after the other, the first wave first; within a quorum each is in sync before
 * the next, and the order is decided anew before each, by what the quorum says then.
 * @param told after each one that is back.
 * @throws Error at the first that does not come back; nothing after it is touched.
 */
export async function roll(
  waves: readonly Wave[],
  site: Site,
  say: Say,
  told: (done: Done) => void,
): Promise<void> {
  for (const { services, quorums, singles } of waves) {
    const named = new Map(services.map((service) => [service.name, service]));
    const restart = async (service: PlannedService, back: () => Promise<void>) => {
      say(`${service.name} on ${service.server}: restarting`);
      const begun = Date.now();
      await act("restart", service, site);
      await back();
      const seconds = secondsSince(begun);
      say(`${service.name} on ${service.server}: back after ${seconds} s`);
      told({ service: service.name, server: service.server, seconds });
    };
    for (const service of singles)
      await restart(service, () =>
        waitUntilServing(service, serverOf(site.plan, service), again, site.links),
      );
    for (const chosen of quorums)
      await rollQuorum(chosen, site, async (member, back) => {
        const service = named.get(member);
        if (service) await restart(service, back);
      });
  }
}

async function rollQuorum(
  { quorum: planned, members }: ChosenMembers,
  site: Site,
  restart: (member: string, back: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const quorum = watched(planned, site);
  for (let left = members; left.length > 0; ) {
    const { order, health } = await nextOrder(quorum, left, site);
    const [member, ...after] = order;
    if (member === undefined) return;
    const before = heightsOf(health, member);
    await restart(member, () => waitUntilBack({ quorum, member, after, before, again }, site.links));
    left = after;
  }
}

/** Waits until the members that are left may be restarted, and gives their order then. */
async function nextOrder(quorum: WatchedQuorum, left: readonly string[], { links }: Site) {
  let seen: { order: string[]; health: Health } | undefined;
  await waitForQuorum(
    {
      title: `${quorum.name}: the next member cannot be restarted`,
      quorum,
      judge: (health) => {
        const order = restartOrder(quorum, health, left).map(({ member }) => member);
        seen = { order, health };
        const permission = mayRestart(quorum, health, order);
        return permission.ok
          ? []
          : [{ member: order[0] ?? quorum.name, condition: `${permission.refused}; ${permission.remedy}` }];
      },
      again,
    },
    links,
  );
  if (seen === undefined) throw new Error(`${quorum.name} was not looked at`);
  return seen;
}
