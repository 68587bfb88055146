import { certificateDays, renewalOf } from "../drift/certificates.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import { notFormed } from "../quorum/in-sync.js";
import { heightsOf } from "./heights.js";
import type { CertificateStatus, DiskStatus, Finding, Level, ServiceStatus, StatusReport } from "./report.js";
import type { Seen, SeenQuorum } from "./seen.js";
import { serviceStatus } from "./services.js";
import { sleepOf } from "./sleep.js";
import { kindStatuses } from "./statuses.js";

/** Use of a data volume's file system from which it is to be seen to, and from which it is about to stop its service. */
export const diskPercent = { warn: 85, bad: 95 } as const;

const dayMs = 24 * 3600 * 1000;

/**
 * How a network is, by one look at it.
 * @param services the ones that were asked for; quorums are judged whole where one of their members is among them.
 */
export function statusOf(plan: Plan, services: readonly PlannedService[], seen: Seen): StatusReport {
  const statuses = services.map((service) => serviceStatus(service, seen));
  const certificates = certificatesOf(seen);
  const disks = disksOf(seen);
  const hibernated = sleepOf(seen);
  // Of a network that sleeps nothing is in quorum, and that is as it should be.
  const quorums = hibernated ? [] : seen.quorums;
  const awake = { ...seen, quorums };
  const findings = [
    ...Object.entries(seen.away).map(
      ([server, reason]): Finding => ({ level: "bad", subject: server, says: reason }),
    ),
    ...enginesDown(seen),
    ...servicesNotGood(statuses, seen),
    ...quorumsNotWhole(quorums, statuses),
    ...kindStatuses.flatMap((kind) => kind.findings(plan, awake, badServices(statuses))),
    ...disksFull(disks),
    ...certificatesEnding(certificates),
    ...strangers(plan, seen),
  ];
  return {
    stack: plan.stack,
    good: hibernated === undefined && findings.every(({ level }) => level !== "bad"),
    ...(hibernated ? { hibernated } : {}),
    services: statuses,
    ...Object.assign({}, ...kindStatuses.map((kind) => kind.parts(plan, awake))),
    heights: heightsOf(quorums),
    certificates,
    disks,
    findings,
    notShown: notShown(seen),
  };
}

function enginesDown({ servers }: Seen): Finding[] {
  return Object.entries(servers).flatMap(([server, { engineProblem }]) =>
    engineProblem === undefined
      ? []
      : [{ level: "bad", subject: server, says: `Docker's engine does not answer: ${engineProblem}` }],
  );
}

/** Where a server or its engine is away that was said once for all its services. */
function servicesNotGood(statuses: readonly ServiceStatus[], { servers }: Seen): Finding[] {
  return statuses
    .filter(({ server }) => servers[server] !== undefined && servers[server].engineProblem === undefined)
    .flatMap(({ service, server, level, says }) =>
      level === "good" ? [] : [{ level, subject: `${service} on ${server}`, says }],
    );
}

function quorumsNotWhole(quorums: readonly SeenQuorum[], statuses: readonly ServiceStatus[]): Finding[] {
  const said = badServices(statuses);
  const judged = kindStatuses.flatMap(({ judges = [] }) => judges);
  const others = quorums.filter(({ health }) => !judged.includes(health.rules.kind));
  return others.flatMap(({ name, quorum, health }) =>
    notFormed(quorum, health)
      .filter(({ member }) => !said.has(member))
      .map(({ member, condition }) => ({
        level: "bad" as const,
        subject: `${name}: ${member}`,
        says: condition,
      })),
  );
}

/** Services of which something bad was said already. */
function badServices(statuses: readonly ServiceStatus[]): ReadonlySet<string> {
  return new Set(statuses.filter(({ level }) => level === "bad").map(({ service }) => service));
}

function disksOf({ servers }: Seen): DiskStatus[] {
  return Object.entries(servers).flatMap(([server, { disks }]) =>
    disks.map(({ path, sizeKiB, freeKiB, usedPercent }) => ({
      server,
      path,
      sizeKiB,
      freeKiB,
      usedPercent,
      level: usedPercent >= diskPercent.bad ? "bad" : usedPercent >= diskPercent.warn ? "warn" : "good",
    })),
  );
}

function disksFull(disks: readonly DiskStatus[]): Finding[] {
  return disks.flatMap(({ server, path, usedPercent, freeKiB, level }) =>
    level === "good"
      ? []
      : [
          {
            level,
            subject: server,
            says: `${path} is ${usedPercent} % full, ${Math.floor(freeKiB / 1024)} MiB free: make room or grow it`,
          },
        ],
  );
}

/** What the servers hold counts; the outputs add what stands on no server, such as people's certificates. */
function certificatesOf({ servers, outputs, now }: Seen): CertificateStatus[] {
  const ends = new Map(Object.entries(outputs?.certificates ?? {}));
  const held = new Map<string, string>();
  for (const { certificates } of Object.values(servers))
    for (const { name, notAfter } of certificates) {
      const other = held.get(name);
      if (other === undefined || notAfter < other) held.set(name, notAfter);
    }
  return [...new Map([...ends, ...held])]
    .map(([name, notAfter]): CertificateStatus => {
      const daysLeft = Math.floor((Date.parse(notAfter) - now.getTime()) / dayMs);
      const level: Level = daysLeft < 0 ? "bad" : daysLeft < certificateDays ? "warn" : "good";
      return { name, notAfter, daysLeft, level };
    })
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.name < b.name ? -1 : 1));
}

function certificatesEnding(certificates: readonly CertificateStatus[]): Finding[] {
  return certificates.flatMap(({ name, notAfter, daysLeft, level }) =>
    level === "good"
      ? []
      : [
          {
            level,
            subject: `certificate ${name}`,
            says: `${level === "bad" ? "ended" : `ends in ${daysLeft} days,`} ${notAfter}; ${renewalOf(name)}`,
          },
        ],
  );
}

/** Containers with the stack's label that no plan knows; those of admin operations come and go. */
function strangers({ services }: Plan, { servers }: Seen): Finding[] {
  const planned = new Set(services.map(({ server, container }) => `${server} ${container}`));
  return Object.entries(servers).flatMap(([server, { containers }]) =>
    containers
      .filter(({ name, role }) => role !== "admin" && !planned.has(`${server} ${name}`))
      .map(
        ({ name }): Finding => ({
          level: "warn",
          subject: `${name} on ${server}`,
          says: "carries the stack's label and is not in its plan; see ./consortium drift",
        }),
      ),
  );
}

function notShown({ outputs, servers, away }: Seen): string[] {
  const noEngine = Object.entries(servers)
    .filter(([, { engineProblem }]) => engineProblem !== undefined)
    .map(([server]) => server);
  const silent = [...Object.keys(away), ...noEngine];
  return [
    ...(outputs?.certificates
      ? []
      : [
          "certificates of people and authorities that stand on no server: the stack's outputs could not be read",
        ]),
    ...(silent.length === 0 ? [] : [`what only ${silent.join(", ")} could tell`]),
  ];
}
