import { messageOf } from "../../ssh/errors.js";
import type { PlannedService } from "../../topology/types.js";
import type { StepServer } from "../specs.js";
import { containerState } from "./container.js";
import { lookAtCouchDB } from "./couchdb.js";
import { shortReason } from "./exchange.js";
import { failureText } from "./failure.js";
import { isAway, type Links } from "./links.js";
import { deadlineSeconds } from "./member.js";
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

/**
 * Looks once: is its container running and, by the health check that its package gives it, healthy, and does it accept
 * connections; a CouchDB also answers `/_up`.
 */
async function lookAtSingle(service: PlannedService, server: StepServer, links: Links): Promise<Look> {
  const { name, container, role, ports } = service;
  if (role === "couchdb") return lookAtCouchDB({ name, container, server, port: ports[0]?.port ?? 0 }, links);
  const unmet = (condition: string) => [{ member: name, condition }];
  try {
    const link = await links.to(server);
    const { status, restarts, health } = await containerState(link, container);
    const look = { restarts: { [name]: restarts } };
    if (status !== "running") return { ...look, unmet: unmet(`its container is ${status}`) };
    // Docker answers on a published port whether or not something listens behind it.
    if (service.healthcheck && health !== "healthy")
      return { ...look, unmet: unmet(`its health check says ${health ?? "nothing yet"}`) };
    for (const { address, port } of ports) {
      const refused = await link.connectTcp(address, port).then(
        (socket) => {
          socket.destroy();
          return [];
        },
        (error: unknown) => unmet(`port ${port}: ${shortReason(error)}`),
      );
      if (refused.length > 0) return { ...look, unmet: refused };
    }
    return { ...look, unmet: [] };
  } catch (error) {
    if (!isAway(error)) throw error;
    return { unmet: unmet(`its server does not answer (${messageOf(error)})`), restarts: {} };
  }
}
