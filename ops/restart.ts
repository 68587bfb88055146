import type { Command } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import { wavesOf } from "../topology/waves.js";
import { confirm } from "./confirm.js";
import { placeOf } from "./place.js";
import type { Done } from "./power.js";
import { recordEvent } from "./record-event.js";
import { planRestart, type RestartPlan, roll } from "./roll.js";
import { selectionHelp, selectServices } from "./selection.js";
import { atSite, containersNow } from "./site.js";
import { paintFor, table } from "./table.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Restarts containers one after the other, each with its own stop time, and waits until each is back and in sync before the
next: the same checks as in pulumi up. Quorums follow each other in the order in which pulumi up makes them. Within one,
members that are not ready go first, and ZooKeeper's leader or Kafka's controller last. It does not begin when a quorum
could not spare a member, and stops at the first that does not come back. Nothing of the configuration changes; a
container that is absent is made by pulumi up --refresh.
${selectionHelp}

Examples:
  ./consortium restart --stack prod 'role:kafka' --dry-run
  ./consortium restart --stack prod 'role:kafka'
  ./consortium restart --stack prod 'server:p1' --yes --json

Exit status: 0 all are back, 1 refused or one did not come back, 2 a server could not be asked.`;

/** Options of the verb as commander gives them. */
interface RestartOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** What was decided and done. */
export interface RestartReport extends RestartPlan {
  readonly stack: string;
  readonly restarted: readonly Done[];
  /** Why it ended before the last one. */
  readonly failed?: string;
}

export const restart: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("restart")
      .summary("restart services one after the other, without interrupting the network")
      .description("Restart services one after the other, each in sync before the next.")
      .argument("<services...>", "which services")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--dry-run", "show the order with its reasons and what each waits for, and do nothing")
      .option("--yes", "do not ask")
      .option("--json", "order, warnings, refusals and what was done as JSON; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: RestartOptions) => {
        const place = await placeOf(options);
        await atSite(place, async (site) => {
          const { plan } = site;
          const services = selectServices(plan, patterns);
          const waves = wavesOf(plan, services);
          const absent = [...(await containersNow(services, site))]
            .filter(([, { status }]) => status === "absent")
            .map(([name]) => `${name}: its container is absent; pulumi up --refresh makes it again`);
          const planned = await planRestart(waves, site);
          const decided = { ...planned, refused: [...absent, ...planned.refused] };
          const shown = options.json ? process.stderr : process.stdout;
          shown.write(planText(place.stack, decided));
          const print = (report: RestartReport) => {
            if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
          };
          const restarted: Done[] = [];
          if (decided.refused.length > 0 || options.dryRun) {
            print({ stack: place.stack, ...decided, restarted });
            return decided.refused.length > 0 ? finish(1) : undefined;
          }
          if (!options.yes && !(await confirm("Go on? Type yes:", "yes"))) return finish(1);

          const act = { verb: "restart", arguments: { services: services.map(({ name }) => name) } };
          const status = await recordEvent(place, act, async (): Promise<ExitStatus> => {
            try {
              await roll(waves, site, progress, (done) => restarted.push(done));
              print({ stack: place.stack, ...decided, restarted });
              return 0;
            } catch (error) {
              const left = services.filter(({ name }) => restarted.every(({ service }) => service !== name));
              process.stderr.write(`${messageOf(error)}\n${leftText(left.map(({ name }) => name))}`);
              print({ stack: place.stack, ...decided, restarted, failed: messageOf(error) });
              return 1;
            }
          });
          if (status !== 0) return finish(status);
          shown.write(`all ${restarted.length} are back\n`);
        });
      });
  },
};

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function leftText(names: readonly string[]): string {
  return `the restart ended here; not restarted, or not back: ${names.join(", ")}\n`;
}

/** The order with its reasons, for people. */
export function planText(stack: string, { order, warnings, refused }: RestartPlan): string {
  const rows = order.map(({ service, server, quorum, reason, backWhen }, index) => [
    String(index + 1),
    service,
    server,
    quorum,
    reason,
    backWhen,
  ]);
  return [
    `stack ${stack}: restart one after the other`,
    ...table([["", "SERVICE", "SERVER", "QUORUM", "WHY THERE", "THE NEXT GOES WHEN"], ...rows], {
      indent: "  ",
      paint: paintFor(process.stdout),
    }),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...refused.map((reason) => `refused: ${reason}`),
    "",
  ].join("\n");
}
