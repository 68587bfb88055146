import { containerState } from "../hosts/docker/container.js";
import { messageOf } from "../hosts/ssh/errors.js";
import { waitUntilUp } from "../steps/gates/in-sync.js";
import { serverOf } from "../steps/gates/member.js";
import { waitUntilServing } from "../steps/gates/single.js";
import type { PlannedService } from "../topology/model/service.js";
import type { Heights } from "../topology/quorum/rules.js";
import type { Wave } from "../topology/waves.js";
import { act, containersNow, runs, type Site, secondsSince, watched } from "./site.js";

/** Told what was done, for people who wait. */
export type Say = (line: string) => void;

/** Exit status of a container that did not end within its stop time and was killed. */
const killed = 137;

/** A service that was stopped or started. */
export interface Done {
  readonly service: string;
  readonly server: string;
  readonly seconds: number;
  /** Of a stopped one. */
  readonly exitCode?: number;
}

/**
 * Stops the services of each wave together, the last wave first. What is stopped already is left alone.
 * @param told after each one that is stopped.
 * @throws Error when one could not be stopped; later waves are not touched then.
 */
export async function stopWaves(
  waves: readonly Wave[],
  site: Site,
  say: Say,
  told: (done: Done) => void,
): Promise<void> {
  for (const wave of [...waves].reverse()) {
    const running = await runningOf(wave.services, site);
    await settled(
      running.map(async (service) => {
        const stopped = await stopOne(service, site);
        told(stopped);
        say(
          `${service.name} on ${service.server} stopped after ${stopped.seconds} s` +
            (stopped.exitCode === killed ? `, killed: it did not end within ${service.stopSeconds} s` : ""),
        );
      }),
    );
  }
}

async function stopOne(service: PlannedService, site: Site): Promise<Done> {
  const seconds = await act("stop", service, site);
  const link = await site.links.to(serverOf(site.plan, service));
  const { exitCode } = await containerState(link, service.container);
  const stopped = { service: service.name, server: service.server, seconds };
  return exitCode === undefined ? stopped : { ...stopped, exitCode };
}

/** How services are started. */
export interface StartOptions {
  /** Heights that each ledger must show before the next wave. Default none. */
  readonly heights?: Readonly<Record<string, Heights>>;
  /** What to do when the cause of a failure is mended. */
  readonly again: string;
}

/**
 * Starts the services of each wave together, the first wave first, and waits until they serve before the next one.
 * @param told after each one that serves.
 * @throws Error when one does not come up, with its log; later waves are not touched then.
 */
export async function startWaves(
  waves: readonly Wave[],
  site: Site,
  say: Say,
  told: (done: Done) => void,
  { heights = {}, again }: StartOptions,
): Promise<void> {
  for (const wave of waves) {
    const running = new Set(await runningOf(wave.services, site));
    const begun = Date.now();
    await settled(
      wave.services
        .filter((service) => !running.has(service))
        .map(async (service) => {
          await act("start", service, site);
        }),
    );
    const ready = async (services: readonly PlannedService[], wait: Promise<void>) => {
      await wait;
      const seconds = secondsSince(begun);
      for (const service of services.filter((one) => !running.has(one))) {
        told({ service: service.name, server: service.server, seconds });
        say(`${service.name} on ${service.server} serves after ${seconds} s`);
      }
    };
    await settled([
      ...wave.quorums.map(({ quorum, members }) =>
        ready(
          wave.services.filter(({ name }) => members.includes(name)),
          waitUntilUp({ quorum: watched(quorum, site), members, heights, again }, site.links),
        ),
      ),
      ...wave.singles.map((service) =>
        ready([service], waitUntilServing(service, serverOf(site.plan, service), again, site.links)),
      ),
    ]);
  }
}

/** The services of these whose containers Docker runs. */
export async function runningOf(services: readonly PlannedService[], site: Site): Promise<PlannedService[]> {
  const states = await containersNow(services, site);
  return services.filter(({ name }) => {
    const state = states.get(name);
    return state !== undefined && runs(state);
  });
}

/** Waits for every one. @throws Error with every failure */
async function settled(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [messageOf(result.reason)] : [],
  );
  if (failures.length > 0) throw new Error(failures.join("\n"));
}
