import { planNetwork } from "../plan.js";
import type { Health } from "../quorum/rules.js";
import { quorumOf } from "../quorum/testing.js";
import { manualStack, settingsOf } from "../testing/stack.js";
import { statusOf } from "./judge.js";
import type { Seen, SeenContainer, SeenQuorum, ServerLook } from "./seen.js";

/** Builders for the tables of this folder's tests: the manual's network as it was seen. */

/** The network of the manual. */
export const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });

/** A container that runs well. */
export function container(name: string, rest: Partial<SeenContainer> = {}): SeenContainer {
  return {
    name,
    status: "running",
    exitCode: 0,
    outOfMemory: false,
    restarts: 0,
    upSeconds: 4000,
    image: "sha256:0123456789abcdef",
    ...rest,
  };
}

/** A server that shows nothing. */
export function look(rest: Partial<ServerLook> = {}): ServerLook {
  return { containers: [], disks: [], certificates: [], ...rest };
}

/** Every server with its services' containers running, and nothing else to say. */
export function whole(): Record<string, ServerLook> {
  return Object.fromEntries(
    plan.servers.map(({ name }) => [
      name,
      look({
        containers: plan.services
          .filter(({ server }) => server === name)
          .map((service) => container(service.container, { service: service.name, role: service.role })),
      }),
    ]),
  );
}

/** A look that found everything in order. */
export function seen(rest: Partial<Seen> = {}): Seen {
  return {
    servers: whole(),
    away: {},
    quorums: [],
    heights: {},
    unanswered: {},
    outputs: { certificates: {} },
    now: new Date("2025-06-01T00:00:00Z"),
    ...rest,
  };
}

/** The report's findings, `level subject: says`. */
export function findings(given: Partial<Seen>): string[] {
  return statusOf(plan, plan.services, seen(given)).findings.map(
    ({ level, subject, says }) => `${level} ${subject}: ${says}`,
  );
}

/** The whole network, with something else on one server. */
export function withServer(server: string, of: Partial<ServerLook>): Record<string, ServerLook> {
  const all = whole();
  return { ...all, [server]: { ...(all[server] ?? look()), ...of } };
}

/** A quorum of the members that its health names. */
export function quorum(name: string, health: Health, minInSync?: number): SeenQuorum {
  return { name, quorum: quorumOf(Object.keys(health.members).length, minInSync), health };
}
