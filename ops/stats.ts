import type { Command } from "commander";
import { Reach } from "../hosts/reach.js";
import { outputOf, rootShell } from "../hosts/shell.js";
import { messageOf } from "../hosts/ssh/errors.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import { serversOf } from "./look.js";
import { placeOf, planOf } from "./place.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { sizeText } from "./size.js";
import { parseStats, type ServerStats, type ServiceStats, statsScript } from "./stats-read.js";
import { type Cell, type Paint, paintFor, plain, table } from "./table.js";
import type { Finish, Verb } from "./verb.js";

const details = `
Processor, memory and disk traffic of each service against its limits, and load, memory and network traffic of each
server. Network traffic is not counted service by service: most use their server's own network, where Docker cannot.
Disk traffic counts from the container's start, network traffic from the server's.
${selectionHelp}

Examples:
  ./consortium stats --stack prod
  ./consortium stats --stack prod 'role:kafka' --json | jq '.services[] | {service, memoryBytes}'

Exit status: 0 shown, 2 not every server could be asked.`;

/** Options of the verb as commander gives them. */
interface StatsOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

/** What was measured. Sizes in bytes. */
export interface StatsReport {
  readonly stack: string;
  readonly services: readonly (ServiceStats & { readonly service: string })[];
  readonly servers: readonly ServerStats[];
  /** Servers that could not be asked, with the reason. */
  readonly away: Readonly<Record<string, string>>;
}

/** Seconds that a server may take; `docker stats` alone takes two. */
const measureSeconds = 60;

export const stats: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("stats")
      .summary("processor, memory, disk and network use")
      .description("What services and servers use of processors, memory, disks and network, now.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the figures as JSON, sizes in bytes")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: StatsOptions) => {
        const plan = await planOf(await placeOf(options));
        const report = await measure(plan, selectServices(plan, patterns));
        process.stdout.write(
          options.json ? `${JSON.stringify(report, null, 2)}\n` : statsText(report, paintFor(process.stdout)),
        );
        for (const [server, reason] of Object.entries(report.away))
          process.stderr.write(`${server}: ${reason}\n`);
        if (Object.keys(report.away).length > 0) finish(2);
      });
  },
};

async function measure(plan: Plan, services: readonly PlannedService[]): Promise<StatsReport> {
  const away: Record<string, string> = {};
  const measured = await Reach.during((reach) =>
    Promise.all(
      serversOf(plan, services).map(async (server) => {
        try {
          const link = await reach.to(server);
          const result = await link.exec(rootShell(server.ssh.user), {
            stdin: statsScript(plan.stack),
            timeoutSeconds: measureSeconds,
          });
          return [parseStats(server.name, outputOf(server.name, "measuring", result))];
        } catch (error) {
          away[server.name] = messageOf(error);
          return [];
        }
      }),
    ),
  );
  const all = measured.flat();
  const known = all.flatMap((one) => one.services);
  return {
    stack: plan.stack,
    services: services.flatMap(({ name, server, container }) =>
      known
        .filter((one) => one.server === server && one.container === container)
        .map((one) => ({ service: name, ...one })),
    ),
    servers: all.map(({ server }) => server),
    away,
  };
}

/** Memory from which a service is about to meet its limit, and the processor's share likewise. */
const near = 0.9;

/** The figures for people. */
export function statsText({ services, servers }: StatsReport, paint: Paint = plain): string {
  const rows = services.map((one): Cell[] => [
    one.service,
    one.server,
    limited(`${one.cpuPercent.toFixed(1)} %`, one.cpuPercent / 100, one.cpusLimit),
    one.cpusLimit === 0 ? "-" : String(one.cpusLimit),
    limited(sizeText(one.memoryBytes), one.memoryBytes, one.memoryLimitBytes),
    one.memoryLimitBytes === 0 ? "-" : sizeText(one.memoryLimitBytes),
    `${sizeText(one.blockReadBytes)} / ${sizeText(one.blockWrittenBytes)}`,
    String(one.processes),
  ]);
  const hosts = servers.map((one) => [
    one.server,
    `${one.load.toFixed(2)} of ${one.processors}`,
    `${sizeText(one.memoryBytes - one.memoryFreeBytes)} of ${sizeText(one.memoryBytes)}`,
    `${sizeText(one.networkInBytes)} / ${sizeText(one.networkOutBytes)}`,
  ]);
  return [
    ...table(
      [["SERVICE", "SERVER", "CPU", "LIMIT", "MEMORY", "LIMIT", "DISK READ / WRITTEN", "PROCESSES"], ...rows],
      { paint },
    ),
    "",
    ...table([["SERVER", "LOAD", "MEMORY", "NETWORK IN / OUT"], ...hosts], { paint }),
    "",
  ].join("\n");
}

function limited(text: string, used: number, limit: number): Cell {
  return limit > 0 && used >= near * limit ? { text, style: "warn" } : text;
}
