import type { PlannedService } from "../model/service.js";
import { traitsOf } from "../networks.js";
import { downMembers } from "../quorum/health.js";
import type { Level, ServiceStatus } from "./report.js";
import type { Seen, SeenContainer } from "./seen.js";
import { sleepOf } from "./sleep.js";

/** Docker restarted a container, and this long ago at most: it may end again and again. */
const settledSeconds = 600;

/** One planned service as it was seen. */
export function serviceStatus(service: PlannedService, seen: Seen): ServiceStatus {
  const { name, role, server } = service;
  const look = seen.servers[server];
  const container = look?.containers.find((one) => one.name === service.container);
  const unknown = look === undefined || look.engineProblem !== undefined;
  const { level, says } = unknown
    ? { level: "bad" as const, says: look ? "its engine does not answer" : "its server does not answer" }
    : judged(service, container, seen);
  return {
    service: name,
    role,
    server,
    state: unknown ? "unknown" : (container?.status ?? "absent"),
    level,
    says,
    ...(container ? { restarts: container.restarts } : {}),
    ...(container?.upSeconds === undefined ? {} : { upSeconds: container.upSeconds }),
    image: container ? `${shortImage(service.image)} ${shortId(container.image)}` : shortImage(service.image),
  };
}

interface Judged {
  readonly level: Level;
  readonly says: string;
}

function judged(service: PlannedService, container: SeenContainer | undefined, seen: Seen): Judged {
  if (!container) return { level: "bad", says: "its container is absent" };
  const sleeps = sleepOf(seen) !== undefined;
  if (sleeps && !runs(container)) return { level: "good", says: "asleep" };
  if (sleeps)
    return { level: "bad", says: "runs although the network is hibernated; ./consortium wake goes on" };
  if (container.status !== "running") {
    const why = container.outOfMemory ? " (its memory limit was reached)" : "";
    const problem = container.startProblem;
    const next = problem === undefined ? "" : `; Docker gave up: ${problem}; when mended: ./consortium start`;
    return { level: "bad", says: `${container.status}, exit status ${container.exitCode}${why}${next}` };
  }
  const trouble = troubleOf(service, seen);
  if (trouble !== undefined) return { level: "bad", says: trouble };
  if (container.health === "unhealthy") return { level: "bad", says: "Docker's health check fails" };
  // Docker may run its check for the first time long after we did.
  if (container.health === "starting" && !service.ready?.length)
    return { level: "warn", says: "Docker's health check has not passed yet" };
  if (container.restarts > 0 && (container.upSeconds ?? 0) < settledSeconds)
    return { level: "warn", says: `Docker restarted it ${container.upSeconds ?? 0} s ago` };
  return { level: "good", says: partOf(service, seen) };
}

/** Whether Docker runs it, or tries to. */
function runs({ status }: SeenContainer): boolean {
  return status === "running" || status === "restarting" || status === "paused";
}

/** What keeps a running service from serving. */
function troubleOf({ name }: PlannedService, seen: Seen): string | undefined {
  const unmet = seen.quorums
    .flatMap(({ quorum, health }) => downMembers(quorum, health))
    .find(({ member }) => member === name);
  return unmet?.condition ?? seen.unanswered[name];
}

/** The part that a service which is well plays in its network. */
function partOf({ name, role, ready = [] }: PlannedService, seen: Seen): string {
  const own = seen.quorums.find(({ quorum }) => quorum.members.some((member) => member.name === name));
  const member = own?.quorum.members.find((one) => one.name === name);
  if (own && member) return own.health.rules.part?.(member, own.quorum, own.health) ?? "serves";
  return traitsOf(role).asked || ready.length > 0 ? "answers" : "runs";
}

/** A catalogue name as it is, a reference without its registry and digest. */
function shortImage(image: string): string {
  return image.replace(/@sha256:.*$/, "").replace(/^.*\//, "");
}

/** The first 12 digits of an image id, as Docker shows it. */
function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}
