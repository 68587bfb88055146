import type { Host } from "../../hosts/host.js";
import type { Links } from "../../hosts/links.js";
import type { PlannedService, ReadyCheck } from "../../topology/model/service.js";
import { askedOf } from "../networks.js";
import { lookAtService } from "./look-at-service.js";
import { deadlineSeconds } from "./member.js";
import { untilServing } from "./until-serving.js";
import type { Look } from "./wait.js";

/** Waits until a service that belongs to no quorum serves. @throws Error with what is missing */
export async function waitUntilServing(
  service: PlannedService,
  server: Host,
  again: string,
  links: Links,
): Promise<void> {
  const { name, container } = service;
  const checks = checksOf(service);
  await untilServing(
    { name, container, server, checks, deadlineSeconds, yet: "does not serve", again },
    links,
  );
}

/** Looks once, by the check that `pulumi up` makes. @throws SshError for a wrong host key, a refused login */
export function lookAtSingle(service: PlannedService, server: Host, links: Pick<Links, "to">): Promise<Look> {
  const { name, container } = service;
  return lookAtService({ name, container, server, checks: checksOf(service) }, links);
}

/** What it is asked; a service of which nothing is asked, such as a chaincode, listens where it is planned to. */
function checksOf(service: PlannedService): readonly ReadyCheck[] {
  return askedOf(service) ?? service.ports.map(({ address, port }) => ({ kind: "tcp", host: address, port }));
}

/** What must hold when a service that belongs to no quorum serves, for people. */
export function servesWhen(service: PlannedService): string {
  const { healthcheck } = service;
  const judged = healthcheck !== undefined && healthcheck.test[0] !== "NONE";
  const all = [...(judged ? ["its health check passes"] : []), ...checksOf(service).map(holds)];
  return all.length === 0 ? "its container runs" : all.join(", ");
}

function holds(check: ReadyCheck): string {
  switch (check.kind) {
    case "tcp":
      return `port ${check.port} accepts connections`;
    case "inside":
      return `its container reaches port ${check.port} of its server`;
    case "http":
      return `${check.path} answers on port ${check.port}`;
    case "command":
      return `${check.command.join(" ")} answers`;
  }
}
