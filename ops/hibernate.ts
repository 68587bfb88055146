import type { Command } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import type { Hibernation } from "../steps/gates/hibernation.js";
import { type HeightsByService, heightsKept, higherOf } from "../topology/heights.js";
import { wavesOf } from "../topology/waves.js";
import { confirm } from "./confirm.js";
import { caller } from "./event-file.js";
import { heightsNow, ledgersOf, readSleep, writeSleep } from "./hibernation.js";
import { placeOf } from "./place.js";
import { type Done, runningOf, stopWaves } from "./power.js";
import { recordEvent } from "./record-event.js";
import { atSite, type Site } from "./site.js";
import { table } from "./table.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Records the block heights of every orderer, peer and sealer on every server, then stops all containers, phase by phase
from the end: of WeFe websites, services that follow others, services, data; of FISCO BCOS console, nodes; of Fabric
chaincode, peers, CouchDB, orderers, Kafka, ZooKeeper; at last the registry. Data stays. Containers that were stopped do
not come back by themselves, also not when a server is started again. ./consortium wake starts them and proves the
heights.

While a network sleeps pulumi up refuses to replace members of its quorums.

--json prints {stack, since, heights, unread, services, stopped, failed}: unread are the ledgers whose height is not
known, services those that ran. With --dry-run, when it refuses and when the network sleeps already, stopped is empty;
since is there once heights were recorded, failed when not everything could be stopped.

Examples:
  ./consortium hibernate --stack prod --dry-run
  ./consortium hibernate --stack prod
  ./consortium hibernate --stack prod --yes --json

Exit status: 0 it sleeps, 1 refused or not everything stopped, 2 a server could not be asked.`;

/** Options of the verb as commander gives them. */
interface HibernateOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly json?: true;
}

/** What was found, recorded and stopped. */
export interface HibernateReport {
  readonly stack: string;
  /** When the network was put to sleep; none where it was not. */
  readonly since?: string;
  readonly heights: HeightsByService;
  /** Ledgers whose height is not known. */
  readonly unread: readonly string[];
  /** Services that ran: they are to be stopped. */
  readonly services: readonly string[];
  readonly stopped: readonly Done[];
  readonly failed?: string;
}

export const hibernate: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("hibernate")
      .summary("stop the whole network, its heights recorded and its data kept")
      .description("Stop the whole network in order. Heights are recorded, data is kept; wake proves it.")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--dry-run", "show the heights and what would be stopped, and do nothing")
      .option("--force", "also when the height of a ledger cannot be read; wake then proves nothing about it")
      .option("--yes", "do not ask")
      .option("--json", "what was recorded and stopped as JSON; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (options: HibernateOptions) => {
        const place = await placeOf(options);
        await atSite(place, async (site) => {
          const shown = options.json ? process.stderr : process.stdout;
          const { network, record } = await readSleep(site);
          const running = await runningOf(site.plan.services, site);
          const sleeps = record !== undefined && running.length === 0;
          // One that was interrupted: what is stopped already stands in the first record.
          const heights = higherOf(record?.heights ?? {}, sleeps ? {} : await heightsNow(site));
          const missing = unread(site, heights);
          const found: HibernateReport = {
            stack: place.stack,
            ...(record ? { since: record.since } : {}),
            heights,
            unread: missing,
            services: running.map(({ name }) => name),
            stopped: [],
          };
          const print = (report: HibernateReport) => {
            if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
          };
          if (sleeps) {
            shown.write(`stack ${place.stack} sleeps since ${record.since}, put there by ${record.by}\n`);
            return print(found);
          }
          shown.write(intentOf(place.stack, heights, running.length, missing));
          const refused = missing.length > 0 && !options.force;
          if (refused || options.dryRun) {
            print(found);
            return refused ? finish(1) : undefined;
          }
          if (!options.yes && !(await confirm("Go on? Type yes:", "yes"))) return finish(1);

          const { user, host } = caller();
          const since = record?.since ?? new Date().toISOString();
          const written: Hibernation = { network, since, by: `${user}@${host}`, heights };
          const act = { verb: "hibernate", arguments: { services: running.length } };
          const status = await recordEvent(place, act, () =>
            sleep(site, written, (more) => print({ ...found, since, ...more })),
          );
          if (status !== 0) return finish(status);
          shown.write(
            `stack ${place.stack} sleeps; wake it with: ./consortium wake --stack ${place.stack}\n`,
          );
        });
      });
  },
};

async function sleep(
  site: Site,
  record: Hibernation,
  print: (more: Pick<HibernateReport, "stopped" | "failed">) => void,
): Promise<ExitStatus> {
  const stopped: Done[] = [];
  try {
    await writeSleep(site, record);
    const waves = wavesOf(site.plan, site.plan.services);
    const say = (line: string) => process.stderr.write(`${line}\n`);
    await stopWaves(waves, site, say, (done) => stopped.push(done));
    print({ stopped });
    return 0;
  } catch (error) {
    process.stderr.write(
      `${messageOf(error)}\nnot everything is stopped; run it again when this is mended\n`,
    );
    print({ stopped, failed: messageOf(error) });
    return 1;
  }
}

/** Ledgers whose height is not known. */
function unread({ plan }: Site, heights: HeightsByService): string[] {
  return ledgersOf(plan)
    .flatMap(({ members }) => members.map(({ name }) => name))
    .filter((name) => heights[name] === undefined);
}

/** What is about to happen, for people. */
export function intentOf(
  stack: string,
  heights: HeightsByService,
  running: number,
  missing: readonly string[],
): string {
  const rows = heightsKept(heights, heights).map(({ service, channel, before }) => [
    service,
    channel,
    String(before),
  ]);
  return [
    ...(rows.length === 0 && missing.length === 0
      ? [`stack ${stack}: stop ${running} containers; there are no heights to record`]
      : [
          `stack ${stack}: record these heights and stop ${running} containers`,
          ...table([["LEDGER", "CHANNEL", "HEIGHT"], ...rows], { indent: "  " }),
        ]),
    ...(missing.length === 0
      ? []
      : [
          `heights that cannot be read: ${missing.join(", ")}. Bring them back first, or pass --force: wake then proves nothing about them`,
        ]),
    "",
  ].join("\n");
}
