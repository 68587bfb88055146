import type { PlannedService, ReadyCheck } from "../../topology/types.js";
import type { StepServer } from "../specs.js";
import { lookAtCouchDB } from "./couchdb.js";
import { failureText } from "./failure.js";
import type { Links } from "./links.js";
import { deadlineSeconds } from "./member.js";
import { lookAtService } from "./service-ready.js";
import { type Look, Waited, waitUntil } from "./wait.js";

/** Waits until a service that belongs to no quorum serves. @throws Error with what is missing */
export async function waitUntilServing(
  service: PlannedService,
  server: StepServer,
  again: string,
  links: Links,
): Promise<void> {
  const title = `${service.name} does not serve`;
  try {
    await waitUntil({
      deadlineSeconds,
      say: (line) => process.stderr.write(`${title}; ${line}\n`),
      look: () => lookAtSingle(service, server, links),
    });
  } catch (error) {
    if (!(error instanceof Waited)) throw error;
    const { message: reason, unmet } = error;
    const watched = [{ name: service.name, container: service.container, server }];
    throw new Error(await failureText({ title, reason, unmet, watched, again }, links), { cause: error });
  }
}

/** Looks once, by the check that `pulumi up` makes. @throws SshError for a wrong host key, a refused login */
export async function lookAtSingle(
  service: PlannedService,
  server: StepServer,
  links: Pick<Links, "to">,
): Promise<Look> {
  const { name, container, role, ports } = service;
  return role === "couchdb"
    ? lookAtCouchDB({ name, container, server, port: ports[0]?.port ?? 0 }, links)
    : lookAtService({ name, container, server, checks: checksOf(service) }, links);
}

/** Its own checks; a service that has none, such as a chaincode, listens where it is planned to. */
function checksOf({ ready, ports }: PlannedService): readonly ReadyCheck[] {
  return ready ?? ports.map(({ address, port }) => ({ kind: "tcp", host: address, port }));
}

/** What must hold when a service that belongs to no quorum serves, for people. */
export function servesWhen(service: PlannedService): string {
  if (service.role === "couchdb") return "it answers /_up";
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
