/** `npm run faults`: makes faults on lab hosts and shows what the network and the next run make of them. */
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { messageOf } from "../hosts/ssh/errors.js";
import { requireEngine } from "../lab/docker.js";
import { downHosts } from "../lab/down.js";
import { source } from "../ops/checkout.js";
import { Bed } from "./bed.js";
import { chanceOf } from "./chance.js";
import { choose } from "./choose.js";
import { merge, reportOf } from "./report.js";
import { Findings, type TrialResult } from "./result.js";
import type { Trial } from "./trial.js";
import { trials } from "./trials.js";

const rawFile = source("faults", "results.json");
const reportFile = source("faults", "RESULTS.md");

const details = `
Needs the lab (npm run setup) and makes its hosts s1 to s4 and zk1 to p3 anew; refused where another stack runs on them.
All of them take about 65 minutes on 2 processors. Results are merged by name into faults/results.json and
faults/RESULTS.md; with --no-record they are only shown.

Examples:
  npm run faults -- --list
  npm run faults -- --only broker-killed host-cut
  npm run faults -- --few 2 --seed 7 --no-record

Exit status: 0 all survived, 1 one did not, 2 wrong usage.`;

interface Options {
  readonly list?: true;
  readonly only: readonly string[];
  readonly few?: number;
  readonly seed: number;
  readonly record: boolean;
  readonly keep?: true;
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", () => process.exit(0));

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

const program = new Command("faults")
  .description(
    "Makes faults on lab hosts, one after the other, and compares what was promised with what is there.",
  )
  .option("--list", "the faults, and what must hold")
  .option("--only <name...>", "these only", [])
  .option(
    "--few <count>",
    "so many by chance, of those that a running network of four hosts is enough for",
    whole,
  )
  .option(
    "--seed <number>",
    "what chance goes by (default: another one each time)",
    whole,
    Date.now() % 100_000,
  )
  .option("--no-record", "leave the result files as they are")
  .option("--keep", "leave the hosts and the network")
  .addHelpText("after", details)
  .showHelpAfterError()
  .action(main);

async function main(options: Options): Promise<void> {
  if (options.list) return list();
  const chance = chanceOf(options.seed);
  const chosen = choose(trials, options, chance);
  await requireEngine();
  say(`seed ${options.seed}: ${chosen.map(({ name }) => name).join(", ")}`);
  const results: TrialResult[] = [];
  for (const hosts of ["four", "thirteen"] as const) {
    const here = chosen.filter((trial) => trial.hosts === hosts);
    if (here.length === 0) continue;
    const bed = await Bed.make(hosts, say);
    for (const trial of here) {
      const result = await runTrial(trial, bed, options.seed);
      results.push(result);
      if (options.record) await record(results);
    }
    if (options.keep) continue;
    await bed.nothing().catch((error: unknown) => say(`destroy: ${messageOf(error)}`));
    await downHosts(bed.lab, bed.hosts, () => {});
  }
  const lost = results.filter(({ problems }) => problems.length > 0);
  for (const { name, problems, seconds } of results)
    say(`${problems.length === 0 ? "survived" : "NOT     "} ${name} (${seconds} s)`);
  say(`${results.length - lost.length} survived, ${lost.length} not`);
  if (lost.length > 0) process.exitCode = 1;
}

async function runTrial(trial: Trial, bed: Bed, seed: number): Promise<TrialResult> {
  say(`== ${trial.name}: ${trial.title}`);
  const findings = new Findings((line) => say(`   ${line}`));
  try {
    if (trial.starts === "network") await bed.network();
    // Each trial has its own numbers, so that it runs the same alone.
    await trial.run({ bed, findings, chance: chanceOf(seed) });
  } catch (error) {
    findings.problem(messageOf(error));
    bed.unsure();
  }
  return findings.result(trial.name, seed);
}

async function record(results: readonly TrialResult[]): Promise<void> {
  const earlier = JSON.parse(await readFile(rawFile, "utf8").catch(() => "[]")) as TrialResult[];
  const merged = merge(trials, earlier, results);
  await writeFile(rawFile, `${JSON.stringify(merged, undefined, 2)}\n`);
  await writeFile(reportFile, reportOf(trials, merged, machine()));
}

function machine(): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `Lab hosts on a machine with ${availableParallelism()} processors and ${memory} GiB.`;
}

function list(): void {
  for (const { name, title, holds, hosts } of trials)
    console.log(`${name}  (${hosts} hosts)\n    ${title}\n    must hold: ${holds}`);
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

await program.parseAsync().catch((error: unknown) => {
  console.error(`faults: ${messageOf(error)}`);
  process.exitCode = 2;
});
