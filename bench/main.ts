/**
 * The benchmark: the network on 1, 4 and 13 lab hosts with the images already there, by us and, on 13, by others.
 * Needs the set-up.
 */
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { currentLab } from "../lab/lab.js";
import { cached, source } from "../ops/checkout.js";
import { consortium, destroy } from "./consortium.js";
import { ansible, pyinfra, recipe, shell } from "./contenders.js";
import { type Ground, leaveGround, loadImages, makeGround, refuseOthers } from "./ground.js";
import { lineOf, measure } from "./measure.js";
import { parseContenders, parseRuns, parseSizes } from "./options.js";
import { plotOf } from "./plot.js";
import { installPython } from "./python-on-hosts.js";
import { writeRecipe } from "./recipe.js";
import { reportOf } from "./report.js";
import { beginResults, type Results, resumeResults } from "./results-store.js";
import {
  type ContenderName,
  contenders,
  isComplete,
  operationsOf,
  type Round,
  roundsOf,
  type Size,
  sizes,
} from "./schedule.js";
import { setUp } from "./tools.js";
import type { Works } from "./work.js";

const resultsFile = source("bench", "results.csv");
const reportFile = source("bench", "RESULTS.md");
const plotFile = source("bench", "results.svg");

const worksOf: Readonly<Record<ContenderName, (ground: Ground) => Works>> = {
  consortium,
  shell,
  ansible,
  pyinfra,
};

/** Options of the command line. */
interface Options {
  readonly servers?: Size[];
  readonly contenders?: ContenderName[];
  readonly runs: number;
  readonly resume?: true;
}

async function bench({ resume, runs, ...asked }: Options): Promise<void> {
  const all = roundsOf({ runs, servers: asked.servers ?? sizes, contenders: asked.contenders ?? contenders });
  if (all.length === 0)
    throw new InvalidArgumentError("nothing to measure: shell, ansible and pyinfra run with --servers 13");
  const results = resume ? await resumeResults(resultsFile) : undefined;
  const rounds = all.filter((round) => !isComplete(round, results?.measured ?? []));
  console.log(`${rounds.length} of ${all.length} rounds to measure`);
  const open = rounds.length === 0 ? results : await measureAll(rounds, results);
  const measured = open?.measured ?? [];
  await writeFile(plotFile, plotOf(measured));
  await writeFile(reportFile, reportOf(measured, await machine()));
  console.log(`\n${await readFile(reportFile, "utf8")}`);
}

async function measureAll(rounds: readonly Round[], resumed: Results | undefined): Promise<Results> {
  const servers = sizes.filter((size) => rounds.some((round) => round.servers === size));
  await setUp([...new Set(rounds.map(({ contender }) => contender))], console.log);
  await refuseOthers(servers);
  // Only now: whatever is missing was found, and the results of before are still there.
  const results = resumed ?? (await beginResults(resultsFile, cached("bench", "results-before.csv")));
  for (const size of servers)
    await measureSize(
      size,
      rounds.filter((round) => round.servers === size),
      results,
    );
  return results;
}

async function measureSize(size: Size, rounds: readonly Round[], results: Results): Promise<void> {
  const ground = await makeGround(size, console.log);
  const others = rounds.filter(({ contender }) => contender !== "consortium");
  if (others.some(({ contender }) => contender === "ansible"))
    await installPython(currentLab(), ground.hosts, console.log);
  if (others.length > 0) {
    console.log("once, not measured: for the recipe");
    await loadImages(ground);
    await ground.stack.up();
    await writeRecipe(recipe, ground);
    await destroy(ground.stack);
  }
  for (const round of rounds) await measureRound(round, ground, results);
  await leaveGround(ground, console.log);
}

async function measureRound(round: Round, ground: Ground, results: Results): Promise<void> {
  const works = worksOf[round.contender](ground);
  for (const operation of operationsOf(round.contender, round.servers)) {
    const work = works[operation];
    if (!work) throw new Error(`${round.contender} has no ${operation}`);
    await work.before?.();
    const measured = await measure({ ...round, operation }, ground.hosts, work.measured);
    console.log(lineOf(measured));
    await results.add(measured);
    await work.after?.();
  }
}

async function machine(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8");
  const system = /^PRETTY_NAME="(.*)"/m.exec(release)?.[1] ?? "unknown system";
  const memory = Math.round(totalmem() / 1024 ** 3);
  return (
    `Run on one machine that is operator and all hosts at once: ${availableParallelism()} processors ` +
    `(${cpus()[0]?.model.trim() ?? "unknown"}), ${memory} GiB, ${system}, Node ${process.version}. ` +
    "The plugins are the stand-ins of `plugins/`; the images are the lab's."
  );
}

const details = `
Measured on lab hosts that are made for it and removed afterwards; it refuses hosts that another stack runs on.
shell, ansible and pyinfra are measured on 13 servers only. Every measurement is written to bench/results.csv at once;
at the end bench/RESULTS.md and bench/results.svg are made from that file. Needs: npm run setup.

Examples:
  npm run bench                                                everything, five times
  npm run bench -- --resume                                    go on after an interruption, or only write the report
  npm run bench -- --servers 13 --contenders consortium,shell --runs 2
  npm run bench -- --resume --servers 4                        add what 4 servers lack to the results that are there

Exit status: 0 measured, 1 something failed (what was measured before is kept: go on with --resume), 2 wrong usage.`;

const program = new Command("bench")
  .description(
    "Measures preview, first up, second run, changes and destroy of the network, beside others who make the same containers.",
  )
  .option("--servers <sizes>", `some of ${sizes.join(",")} (default: all)`, parseSizes)
  .option("--contenders <names>", `some of ${contenders.join(",")} (default: all)`, parseContenders)
  .option("--runs <number>", "how often each is run", parseRuns, 5)
  .option("--resume", "keep what bench/results.csv has and measure what is missing in it")
  .addHelpText("after", details)
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))
  .action(bench);

program.parseAsync().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof InvalidArgumentError ? 2 : 1;
});
