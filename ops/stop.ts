import type { Command } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import { observe } from "../steps/gates/observe.js";
import { lossOfStopping } from "../topology/quorum/may-restart.js";
import { type Wave, wavesOf } from "../topology/waves.js";
import { confirm } from "./confirm.js";
import { placeOf } from "./place.js";
import { type Done, stopWaves } from "./power.js";
import { recordEvent } from "./record-event.js";
import { selectionHelp, selectServices } from "./selection.js";
import { atSite, containersNow, runs, type Site, watched } from "./site.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Stops containers in the reverse of the order in which they start: of WeFe websites, services that follow others,
services, data; of FISCO BCOS console, nodes; of Fabric chaincode, peers, CouchDB, orderers, Kafka, ZooKeeper; at last the
registry; each with its own stop time. The containers stay, stopped, with their data. They do not come back by
themselves, also not when a server is started again: ./consortium start starts them. It refuses when a quorum would not
go on without them (a ZooKeeper majority, Kafka's copies in sync, another orderer, another peer of the organisation, as
many connected sealers of a chain as must agree on a block) unless --force is given. For the whole network use
./consortium hibernate, which records what wake proves.
${selectionHelp}

Examples:
  ./consortium stop --stack prod kafka4 --dry-run
  ./consortium stop --stack prod kafka4
  ./consortium stop --stack prod 'server:p1' --force --yes

Exit status: 0 they are stopped, 1 refused or not all stopped, 2 a server could not be asked.`;

/** Options of the verb as commander gives them. */
interface StopOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly json?: true;
}

/** What runs of the chosen services, what their stop would lose, and what was done. */
export interface StopReport {
  readonly stack: string;
  readonly services: readonly string[];
  readonly losses: readonly string[];
  readonly stopped: readonly Done[];
  readonly failed?: string;
}

export const stop: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("stop")
      .summary("stop services in order")
      .description("Stop services in order, and refuse what a quorum could not go on without.")
      .argument("<services...>", "which services")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--force", "also when a quorum does not go on without them")
      .option("--dry-run", "show what would stop and what that would lose, and do nothing")
      .option("--yes", "do not ask")
      .option("--json", "what is lost and what was stopped as JSON; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: StopOptions) => {
        const place = await placeOf(options);
        await atSite(place, async (site) => {
          const services = selectServices(site.plan, patterns);
          const states = await containersNow(services, site);
          const running = services.filter(({ name }) => {
            const state = states.get(name);
            return state !== undefined && runs(state);
          });
          const waves = wavesOf(site.plan, running);
          const losses = await lossesOf(waves, site);
          const names = running.map(({ name }) => name);
          const print = (more: Pick<StopReport, "stopped" | "failed">) => {
            const report: StopReport = { stack: place.stack, services: names, losses, ...more };
            if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
          };
          const shown = options.json ? process.stderr : process.stdout;
          shown.write(intentOf(place.stack, names, losses, options.force));
          if (losses.length > 0 && !options.force) {
            print({ stopped: [] });
            return finish(1);
          }
          if (running.length === 0 || options.dryRun) return print({ stopped: [] });
          if (!options.yes && !(await confirm("Go on? Type yes:", "yes"))) return finish(1);

          const act = { verb: "stop", arguments: { services: names, force: options.force === true } };
          const stopped: Done[] = [];
          const status = await recordEvent(place, act, async (): Promise<ExitStatus> => {
            const say = (line: string) => process.stderr.write(`${line}\n`);
            try {
              await stopWaves(waves, site, say, (done) => stopped.push(done));
              print({ stopped });
              return 0;
            } catch (error) {
              process.stderr.write(`${messageOf(error)}\n`);
              print({ stopped, failed: messageOf(error) });
              return 1;
            }
          });
          if (status !== 0) finish(status);
        });
      });
  },
};

/** What the quorums lose by the stop, each named. */
async function lossesOf(waves: readonly Wave[], site: Site): Promise<string[]> {
  const losses = await Promise.all(
    waves.flatMap(({ quorums }) =>
      quorums.map(async ({ quorum, members }) => {
        const asked = watched(quorum, site);
        const health = await observe(asked, site.links);
        return lossOfStopping(asked, health, members).map((loss) => `${quorum.name}: ${loss}`);
      }),
    ),
  );
  return losses.flat();
}

/** What is about to happen, for people. */
export function intentOf(
  stack: string,
  names: readonly string[],
  losses: readonly string[],
  force: true | undefined,
): string {
  if (names.length === 0) return `stack ${stack}: none of them runs\n`;
  const word = force ? "warning" : "refused";
  return [
    `stack ${stack}: stop ${names.join(", ")}`,
    ...losses.map((loss) => `${word}: ${loss}`),
    ...(losses.length > 0 && !force ? ["nothing was changed; pass --force to stop them all the same"] : []),
    "",
  ].join("\n");
}
