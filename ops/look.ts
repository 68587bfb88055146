import type { Reach } from "../hosts/reach.js";
import { messageOf } from "../hosts/ssh/errors.js";
import { lookAtService } from "../steps/gates/look-at-service.js";
import { serverOf, watchedQuorum } from "../steps/gates/member.js";
import { observe } from "../steps/gates/observe.js";
import { askedOf } from "../steps/networks.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedQuorum } from "../topology/model/quorum.js";
import type { PlannedServer } from "../topology/model/server.js";
import type { PlannedService } from "../topology/model/service.js";
import { highestOf } from "../topology/status/heights.js";
import type { Seen, SeenQuorum, ServerLook } from "../topology/status/seen.js";
import { kindStatuses } from "../topology/status/statuses.js";
import type { QuorumClients } from "./kind.js";
import { lookAtServer, type Subject } from "./server-look.js";
import { watched } from "./site.js";

/** How long a ledger that is behind gets before it is looked at again, in ms. */
const catchUpMs = 3000;

/** What the chosen services' servers run and hold; a server that cannot be asked stops no other. */
export async function lookAtServers(
  reach: Reach,
  plan: Plan,
  services: readonly PlannedService[],
  subjects: readonly Subject[],
): Promise<Pick<Seen, "servers" | "away">> {
  const away: Record<string, string> = {};
  const looks = await Promise.all(
    serversOf(plan, services).map(async (server): Promise<[string, ServerLook][]> => {
      try {
        return [[server.name, await lookAtServer(reach, plan.stack, server, services, subjects)]];
      } catch (error) {
        away[server.name] = messageOf(error).replaceAll(/\s*\n\s*/g, ": ");
        return [];
      }
    }),
  );
  return { servers: Object.fromEntries(looks.flat()), away };
}

/** The servers that the services stand on, in the plan's order. */
export function serversOf(plan: Plan, services: readonly PlannedService[]): PlannedServer[] {
  const used = new Set(services.map(({ server }) => server));
  return plan.servers.filter(({ name }) => used.has(name));
}

/**
 * Quorums that a chosen service is a member of, as their gates see them, and the height that every ledger must have.
 * Members are shown the certificates in `clients` where they ask for one.
 * Where one is behind all are asked again a little later: under load they are never all alike at one time.
 */
export async function lookAtQuorums(
  reach: Reach,
  plan: Plan,
  services: readonly PlannedService[],
  clients: QuorumClients,
): Promise<Pick<Seen, "quorums" | "heights">> {
  const chosen = new Set(services.map(({ name }) => name));
  const quorums = plan.quorums.filter(({ members }) => members.some(({ name }) => chosen.has(name)));
  const look = () => Promise.all(quorums.map((quorum) => lookAtQuorum(reach, plan, quorum, clients)));
  const first = await untilShown(look);
  const heights = highestOf(first);
  const seen = { quorums: first, heights };
  if (kindStatuses.every(({ behind }) => !behind?.(plan, seen).length)) return seen;
  await new Promise((resolve) => setTimeout(resolve, catchUpMs));
  return { quorums: await look(), heights };
}

/** Looks until all members have shown that they work, or as long as that may take. */
async function untilShown(look: () => Promise<SeenQuorum[]>): Promise<SeenQuorum[]> {
  const begun = Date.now();
  for (;;) {
    const quorums = await look();
    const longest = Math.max(
      0,
      ...quorums.map(({ quorum, health }) => health.rules.patienceMs?.(quorum, health) ?? 0),
    );
    if (Date.now() - begun >= longest) return quorums;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function lookAtQuorum(
  reach: Reach,
  plan: Plan,
  planned: PlannedQuorum,
  clients: QuorumClients,
): Promise<SeenQuorum> {
  // What was seen is shown and written down, so it tells of the quorum without the key that asked for it.
  const health = await observe(watched(planned, { plan, clients }), reach);
  return { name: planned.name, quorum: watchedQuorum(plan, planned), health };
}

/** Why services that belong to no quorum do not answer what their gates ask, by service. */
export async function lookAtOthers(
  reach: Reach,
  plan: Plan,
  services: readonly PlannedService[],
): Promise<Seen["unanswered"]> {
  const problems = await Promise.all(
    services.map(async (service) => {
      const checks = askedOf(service) ?? [];
      if (checks.length === 0) return [];
      const { name, container } = service;
      const { unmet } = await lookAtService(
        { name, container, server: serverOf(plan, service), checks },
        reach,
      );
      return unmet.map(({ condition }): [string, string] => [name, condition]);
    }),
  );
  return Object.fromEntries(problems.flat());
}
