import type { Command } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import { wavesOf } from "../topology/waves.js";
import { placeOf } from "./place.js";
import { type Done, startWaves } from "./power.js";
import { recordEvent } from "./record-event.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { atSite, containersNow, runs } from "./site.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Starts containers that are stopped, in the order in which pulumi up makes them, and waits until each phase serves before
the next, by the same checks. What runs already is left alone. Each starts as it was made: a changed configuration is
applied by pulumi up, to the services that it changes. A container that is absent is made by pulumi up --refresh.
A hibernated network is started by ./consortium wake, which also proves its heights.
${selectionHelp}

Examples:
  ./consortium start --stack prod
  ./consortium start --stack prod kafka4
  ./consortium start --stack prod --dry-run

Exit status: 0 they serve, 1 one does not come up or is absent, 2 a server could not be asked.`;

/** Options of the verb as commander gives them. */
interface StartOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** What was found stopped and was started. */
export interface StartReport {
  readonly stack: string;
  readonly stopped: readonly string[];
  readonly started: readonly Done[];
  /** Services whose container is not there. */
  readonly absent: readonly string[];
  readonly failed?: string;
}

export const start: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("start")
      .summary("start stopped services in order")
      .description("Start stopped services in order, each phase serving before the next.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--dry-run", "show what would be started, and do nothing")
      .option("--json", "what was started as JSON; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: StartOptions) => {
        const place = await placeOf(options);
        await atSite(place, async (site) => {
          const services = selectServices(site.plan, patterns);
          const states = await containersNow(services, site);
          const absent = services.filter(({ name }) => states.get(name)?.status === "absent");
          const stopped = services.filter(({ name }) => {
            const state = states.get(name);
            return state !== undefined && state.status !== "absent" && !runs(state);
          });
          const names = stopped.map(({ name }) => name);
          const report = (more: Pick<StartReport, "started" | "failed">): StartReport => ({
            stack: place.stack,
            stopped: names,
            absent: absent.map(({ name }) => name),
            ...more,
          });
          const print = (done: StartReport) =>
            process.stdout.write(options.json ? `${JSON.stringify(done, null, 2)}\n` : startText(done));
          if (stopped.length === 0 || options.dryRun) {
            print(report({ started: [] }));
            return absent.length > 0 ? finish(1) : undefined;
          }
          const act = { verb: "start", arguments: { services: names } };
          const started: Done[] = [];
          const status = await recordEvent(place, act, async (): Promise<ExitStatus> => {
            const say = (line: string) => process.stderr.write(`${line}\n`);
            const told = (done: Done) => started.push(done);
            try {
              const again = "run ./consortium start again; it goes on here";
              await startWaves(wavesOf(site.plan, stopped), site, say, told, { again });
              print(report({ started }));
              return absent.length > 0 ? 1 : 0;
            } catch (error) {
              print(report({ started, failed: messageOf(error) }));
              return 1;
            }
          });
          if (status !== 0) finish(status);
        });
      });
  },
};

/** What came of it, for people. */
export function startText({ stack, stopped, started, absent, failed }: StartReport): string {
  const waiting = stopped.length === 0 ? "nothing has to be started" : `to be started: ${stopped.join(", ")}`;
  const outcome = started.length === 0 ? waiting : `${started.length} started, all of them serve`;
  return [
    failed ?? `stack ${stack}: ${outcome}`,
    ...(absent.length === 0
      ? []
      : [
          `absent, so they cannot be started: ${absent.join(", ")}. pulumi up --refresh makes them again, from their data`,
        ]),
    "",
  ].join("\n");
}
