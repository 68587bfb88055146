import { containerState } from "../hosts/docker/container.js";
import type { ContainerState } from "../hosts/docker/container-state.js";
import { isAway, Links } from "../hosts/links.js";
import { dockerOf, outputOf } from "../hosts/shell.js";
import { messageOf } from "../hosts/ssh/errors.js";
import { commandLine } from "../hosts/ssh/index.js";
import { withClient } from "../steps/gates/client-port.js";
import { serverOf, watchedQuorum } from "../steps/gates/member.js";
import type { WatchedQuorum } from "../steps/specs.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedQuorum } from "../topology/model/quorum.js";
import type { PlannedService } from "../topology/model/service.js";
import type { QuorumClients } from "./kind.js";
import { clientsOf } from "./networks.js";
import { planOf, type StackPlace } from "./place.js";
import { UsageError } from "./verb.js";

/** A stack's plan and the connections to its servers: what a verb that starts and stops things works with. */
export interface Site {
  readonly plan: Plan;
  readonly links: Links;
  /** Certificates to show to members of quorums that ask for one. */
  readonly clients: QuorumClients;
}

/**
 * Runs `work` on a stack's servers, with connections that are closed afterwards. No Pulumi runs; where members
 * ask for a certificate, it is read from the stack's outputs.
 * @throws ConfigurationError for a bad stack file, UsageError when the outputs are needed and cannot be read.
 */
export async function atSite<T>(place: StackPlace, work: (site: Site) => Promise<T>): Promise<T> {
  const plan = await planOf(place);
  const clients = await clientsOf(plan, place);
  return Links.during((links) => work({ plan, links, clients }));
}

/** A planned quorum as it is looked at from here, with the key to show to its members: for asking, not for showing. */
export function watched(
  quorum: PlannedQuorum,
  { plan, clients }: Pick<Site, "plan" | "clients">,
): WatchedQuorum {
  const client = clients[quorum.kind];
  return withClient(watchedQuorum(plan, quorum), client === undefined ? {} : { client });
}

/** What Docker is told to do with a container. */
export type Action = "start" | "stop" | "restart";

/** Seconds that Docker may take besides the service's own stop time. */
const dockerSeconds = 60;

/** The command that does it, with the service's own stop time where it is stopped. */
export function actionCommand(action: Action, service: PlannedService, user: string): string {
  const time = action === "start" ? [] : ["-t", String(service.stopSeconds)];
  return `${dockerOf(user)} ${commandLine([action, ...time, service.container])}`;
}

/** Starts, stops or restarts a service's container; gives the seconds it took. @throws Error when Docker refuses */
export async function act(action: Action, service: PlannedService, { plan, links }: Site): Promise<number> {
  const server = serverOf(plan, service);
  const link = await links.to(server);
  const begun = Date.now();
  const result = await link.exec(actionCommand(action, service, server.ssh.user), {
    timeoutSeconds: service.stopSeconds + dockerSeconds,
  });
  outputOf(server.name, `${action} of ${service.name}`, result);
  return secondsSince(begun);
}

/** Seconds since a time in ms, to a tenth. */
export function secondsSince(begun: number): number {
  return Math.round((Date.now() - begun) / 100) / 10;
}

/**
 * The containers of services by name, all asked at the same time.
 * @throws UsageError with every server that does not answer: nothing is changed half-blind.
 */
export async function containersNow(
  services: readonly PlannedService[],
  { plan, links }: Site,
): Promise<ReadonlyMap<string, ContainerState>> {
  const problems = new Map<string, string>();
  const states = await Promise.all(
    services.map(async (service): Promise<[string, ContainerState][]> => {
      const server = serverOf(plan, service);
      try {
        return [[service.name, await containerState(await links.to(server), service.container)]];
      } catch (error) {
        problems.set(server.name, isAway(error) ? messageOf(error) : `${server.name}: ${messageOf(error)}`);
        return [];
      }
    }),
  );
  if (problems.size > 0)
    throw new UsageError(
      ["not every server could be asked, so nothing was changed", ...problems.values()].join("\n  "),
    );
  return new Map(states.flat());
}

/** Whether Docker runs the container now, or tries to. */
export function runs({ status }: ContainerState): boolean {
  return status === "running" || status === "restarting" || status === "paused";
}
