import type { Command } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import type { Hibernation } from "../steps/gates/hibernation.js";
import { type HeightKept, heightsKept } from "../topology/heights.js";
import type { PlannedService } from "../topology/model/service.js";
import { wavesOf } from "../topology/waves.js";
import { forgetSleep, heightsNow, readSleep } from "./hibernation.js";
import { placeOf } from "./place.js";
import { type Done, startWaves } from "./power.js";
import { recordEvent } from "./record-event.js";
import { atSite, containersNow, type Site } from "./site.js";
import { type Paint, paintFor, plain, table } from "./table.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Starts all containers in the order in which pulumi up makes them and waits for each phase by the same checks: ZooKeeper
with one leader, Kafka with all copies in sync, orderers that take messages, peers; sealers that are connected and
whose consensus moves, the console; of WeFe the data, the services, those that follow them, the websites. Then it
compares every ledger with the height that ./consortium hibernate recorded. When all have it or more, the record is
removed and the network is awake; else what is lower is named, and the record stays unless --force is given.

--json prints {stack, since, started, heights, awake, failed}. When it refuses there is no since, nothing is started,
and failed says why.

Examples:
  ./consortium wake --stack prod
  ./consortium wake --stack prod --json

Exit status: 0 awake with every height, 1 not everything is up or a height is lower, 2 a server could not be asked.`;

/** Options of the verb as commander gives them. */
interface WakeOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly force?: true;
  readonly json?: true;
}

/** What was started and proved. */
export interface WakeReport {
  readonly stack: string;
  /** When the network was put to sleep; none where it was not. */
  readonly since?: string;
  readonly started: readonly Done[];
  readonly heights: readonly HeightKept[];
  readonly awake: boolean;
  readonly failed?: string;
}

export const wake: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("wake")
      .summary("start a hibernated network and prove its heights")
      .description("Start a hibernated network in order, and prove that every ledger has its old height.")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--force", "remove the record also when not every height is proved")
      .option("--json", "what was started and every height as JSON; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (options: WakeOptions) => {
        const place = await placeOf(options);
        await atSite(place, async (site) => {
          const { record } = await readSleep(site);
          const print = (report: WakeReport) =>
            process.stdout.write(
              options.json
                ? `${JSON.stringify(report, null, 2)}\n`
                : wakeText(report, paintFor(process.stdout)),
            );
          if (!record) {
            const failed = `stack ${place.stack} was not hibernated: no server holds a record. To start what is stopped: ./consortium start`;
            process.stderr.write(`${failed}\n`);
            if (options.json) print({ stack: place.stack, started: [], heights: [], awake: false, failed });
            return finish(1);
          }
          const states = await containersNow(site.plan.services, site);
          const there = site.plan.services.filter(({ name }) => states.get(name)?.status !== "absent");
          const absent = site.plan.services.filter((service) => !there.includes(service));
          if (absent.length > 0) process.stderr.write(absentText(absent));
          const act = { verb: "wake", arguments: { since: record.since, force: options.force === true } };
          const status = await recordEvent(place, act, async (): Promise<ExitStatus> => {
            const report = await wakeUp(site, there, record);
            if (report.awake || options.force) await forgetSleep(site);
            print(report);
            return report.awake ? 0 : 1;
          });
          if (status !== 0) finish(status);
        });
      });
  },
};

function absentText(absent: readonly PlannedService[]): string {
  const names = absent.map(({ name }) => name).join(", ");
  return (
    `containers that are absent cannot be started: ${names}. The others are started. Then give the proof up for these ` +
    "with ./consortium wake --force, and make them again from their data with pulumi up --refresh\n"
  );
}

async function wakeUp(
  site: Site,
  services: readonly PlannedService[],
  { since, heights }: Hibernation,
): Promise<WakeReport> {
  const about = { stack: site.plan.stack, since };
  const waves = wavesOf(site.plan, services);
  const again = "run ./consortium wake again; it goes on here";
  const started: Done[] = [];
  try {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    await startWaves(waves, site, say, (done) => started.push(done), { heights, again });
    const proved = heightsKept(heights, await heightsNow(site));
    return { ...about, started, heights: proved, awake: proved.every(({ kept }) => kept) };
  } catch (error) {
    const proved = heightsKept(heights, await heightsNow(site).catch(() => ({})));
    return { ...about, started, heights: proved, awake: false, failed: messageOf(error) };
  }
}

function keptText(heights: number): string {
  return heights === 0 ? "no height was recorded, so none is proved" : `all ${heights} heights are kept`;
}

/** The report for people. */
export function wakeText(report: WakeReport, paint: Paint = plain): string {
  const rows = report.heights.map(({ service, channel, before, now, kept }) => [
    service,
    channel,
    String(before),
    now === undefined ? "not read" : String(now),
    kept ? ({ text: "kept", style: "good" } as const) : ({ text: "LOWER", style: "bad" } as const),
  ]);
  const lower = report.heights.filter(({ kept }) => !kept);
  return [
    ...(report.failed === undefined ? [] : [report.failed]),
    ...(rows.length === 0 ? [] : table([["LEDGER", "CHANNEL", "BEFORE", "NOW", ""], ...rows], { paint })),
    report.awake
      ? `stack ${report.stack} is awake: ${keptText(report.heights.length)}`
      : `stack ${report.stack} is not proved awake: ${lower.length} of ${report.heights.length} heights are not there`,
    "",
  ].join("\n");
}
