import { byName } from "../topology/names.js";
import type { CertificateStatus, StatusReport } from "../topology/status/report.js";
import { kindStatuses } from "../topology/status/statuses.js";
import { formatDuration } from "./duration.js";
import { sizeText } from "./size.js";
import { type Cell, type Paint, plain, table } from "./table.js";

/** A report for people: services, quorums, ledgers, disks, certificates, then what is not good. */
export function statusText(report: StatusReport, paint: Paint = plain): string {
  const blocks = [
    services(report, paint),
    [...kindStatuses.flatMap(({ lines }) => lines(report)), ...certificates(report.certificates)],
    heights(report, paint),
    disks(report, paint),
    findings(report, paint),
    report.notShown.map((what) => `not shown: ${what}`),
    [verdict(report, paint)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function services({ services: rows }: StatusReport, paint: Paint): string[] {
  return table(
    [
      ["SERVICE", "SERVER", "STATE", "HEALTH", "UP", "RESTARTS", "IMAGE"],
      ...rows.map(({ service, server, state, level, says, upSeconds, restarts, image }): Cell[] => [
        service,
        server,
        state,
        { text: says, style: level },
        upSeconds === undefined ? "-" : formatDuration(upSeconds),
        restarts === undefined ? "-" : String(restarts),
        image,
      ]),
    ],
    { paint },
  );
}

function certificates([first, ...more]: readonly CertificateStatus[]): string[] {
  if (!first) return [];
  return [
    `Certificates: ${1 + more.length}, the first to end is ${first.name}, in ${first.daysLeft} days (${first.notAfter.slice(0, 10)})`,
  ];
}

function heights({ heights: byChannel }: StatusReport, paint: Paint): string[] {
  const channels = Object.keys(byChannel).sort(byName);
  if (channels.length === 0) return [];
  const ledgers = [...new Set(channels.flatMap((channel) => Object.keys(byChannel[channel] ?? {})))];
  return table(
    [
      ["HEIGHT", ...channels],
      ...ledgers.map((ledger) => [
        ledger,
        ...channels.map((channel) => String(byChannel[channel]?.[ledger] ?? "-")),
      ]),
    ],
    { paint },
  );
}

function disks({ disks: rows }: StatusReport, paint: Paint): string[] {
  if (rows.length === 0) return [];
  return table(
    [
      ["DISK", "OF", "SIZE", "FREE", "USED"],
      ...rows.map(({ server, path, sizeKiB, freeKiB, usedPercent, level }): Cell[] => [
        server,
        path,
        sizeText(sizeKiB * 1024),
        sizeText(freeKiB * 1024),
        { text: `${usedPercent} %`, style: level },
      ]),
    ],
    { paint },
  );
}

function findings({ findings: rows }: StatusReport, paint: Paint): string[] {
  return table(
    rows.map(({ level, subject, says }): Cell[] => [
      { text: level === "bad" ? "not good" : "warning", style: level },
      subject,
      says,
    ]),
    { paint },
  );
}

function verdict(
  { stack, good, hibernated, services: rows, findings: all }: StatusReport,
  paint: Paint,
): string {
  const bad = all.filter(({ level }) => level === "bad").length;
  const warnings = all.length - bad;
  const said = warnings === 0 ? "" : `, ${counted(warnings, "warning")}`;
  if (hibernated)
    return paint(
      bad > 0 ? "bad" : "warn",
      `${stack} is hibernated since ${hibernated.since} by ${hibernated.by}${bad > 0 ? `, and not good: ${counted(bad, "finding")}` : ""}${said}; wake it with: ./consortium wake --stack ${stack}`,
    );
  return good
    ? paint("good", `${stack} is good: ${counted(rows.length, "service")}${said}`)
    : paint("bad", `${stack} is not good: ${counted(bad, "finding")}${said}`);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
