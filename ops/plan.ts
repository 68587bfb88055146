import { readdirSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { byName } from "../topology/names.js";
import { planFiles } from "../topology/plan-text/plan-text.js";
import { root } from "./checkout.js";
import { type ComparedFile, compareFolder, writeFolder } from "./plan-folder.js";
import { missingPackage, reviewedStack } from "./plan-source.js";
import { type Finish, UsageError, type Verb } from "./verb.js";

const details = `
Writes what a stack file means for each server to plans/<stack>/<server>.yaml, and what no single server shows to
plans/<stack>/network.md. Commit them: a pull request then shows what a change of the configuration does, server by
server. Works offline, from the stack file and, with WeFe, the vendor's package that it names: no server, image, state
or secret of a stack is read. Secrets stand there by name.

Without FILE every Pulumi.<stack>.yaml of the project is planned, except those whose package is not on this machine: they
are named on stderr. A stack whose servers come from an inventory that is not committed (a lab's) is planned with
plans/<stack>.inventory.yaml.

Where a file has errors, --json prints them as validate --json does, and nothing is written.

Examples:
  ./consortium plan
  ./consortium plan Pulumi.prod.yaml --check
  ./consortium plan Pulumi.dev.yaml --inventory .cache/lab/inventory.yaml --out /tmp/plans

Exit status: 0 written, or with --check the committed plans are right; 1 they differ, or the file has errors; 2 a file
cannot be read.`;

/** Options of the verb as commander gives them. */
export interface PlanOptions {
  readonly out?: string;
  readonly inventory?: string;
  readonly check?: true;
  readonly json?: true;
}

/** A stack's plan compared with the folder it is kept in. */
export interface PlanReport {
  readonly stack: string;
  /** Absolute. */
  readonly folder: string;
  /** The folder as people are told, relative to the project. */
  readonly shown: string;
  readonly files: readonly ComparedFile[];
}

export const plan: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("plan")
      .summary("write what a stack file means for each server, for review")
      .description("Write what a stack file means for each server, as files that pull requests show.")
      .argument("[files...]", "stack files (default: every Pulumi.<stack>.yaml of the project)")
      .option("--out <directory>", "where the plans are kept (default: plans/ of the project)")
      .option("--inventory <file>", "servers to plan with, for one stack with consortium:inventory")
      .option("--check", "write nothing; show how the kept plans differ")
      .option("--json", "what was compared as JSON [{stack, folder, files: [{name, state, diff}]}]")
      .addHelpText("after", details)
      .action(async (files: string[], options: PlanOptions) => {
        const reports = await planReports(files, options);
        if (!options.check) for (const { folder, files: compared } of reports) writeFolder(folder, compared);
        process.stdout.write(options.json ? jsonOf(reports) : planReportText(reports, options.check));
        if (options.check && reports.some(differs)) finish(1);
      });
  },
};

/**
 * Plans stack files and compares; writes nothing. Where no file is named, those are left out, and told of on stderr,
 * whose package is not on this machine.
 * @throws UsageError when there is nothing to plan
 */
export async function planReports(
  files: readonly string[],
  { out, inventory }: Pick<PlanOptions, "out" | "inventory">,
): Promise<PlanReport[]> {
  const chosen = files.length > 0 ? files : plannable(stackFiles());
  if (inventory !== undefined && chosen.length !== 1)
    throw new UsageError("--inventory is for one stack: name its file");
  const planned = chosen.map(async (file) => {
    const source = await reviewedStack(file, inventory);
    const folder = join(out === undefined ? join(source.directory, "plans") : resolve(out), source.stack);
    const within = relative(source.directory, folder);
    const shown = within.startsWith("..") ? folder : within;
    return { stack: source.stack, folder, shown, files: compareFolder(folder, planFiles(source), shown) };
  });
  return Promise.all(planned);
}

function stackFiles(): string[] {
  const names = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  if (names.length === 0) throw new UsageError(`there is no Pulumi.<stack>.yaml in ${root}; name a file`);
  return names.sort(byName).map((name) => join(root, name));
}

/** The stack files that can be planned here; of the others stderr says what is missing. */
export function plannable(files: readonly string[]): string[] {
  return files.filter((file) => {
    const missing = missingPackage(file);
    if (missing === undefined) return true;
    process.stderr.write(
      `${basename(file)}: left out, as its package is not here: ${missing}. Put the vendor's package there; the lab's fixture of it is built by: npm run lab -- wefe-package\n`,
    );
    return false;
  });
}

function differs({ files }: PlanReport): boolean {
  return files.some(({ state }) => state !== "same");
}

/** What was done or, with `check`, what differs. */
export function planReportText(reports: readonly PlanReport[], check: true | undefined): string {
  const differences = check ? reports.flatMap(({ files }) => files.map(({ diff }) => diff)).join("") : "";
  const lines = reports.map((report) => `${report.shown}: ${check ? verdict(report) : written(report)}\n`);
  return `${differences === "" ? "" : `${differences}\n`}${lines.join("")}`;
}

function verdict(report: PlanReport): string {
  const { files } = report;
  if (!differs(report)) return `${files.length} files, as planned`;
  const count = files.filter(({ state }) => state !== "same").length;
  return `${count} of ${files.length} files differ; if that is what you want, run ./consortium plan and commit`;
}

function written({ files }: PlanReport): string {
  const changes = files
    .filter(({ state }) => state !== "same")
    .map(({ name, state }) => `${name} (${state})`);
  return `${files.length} files${changes.length === 0 ? ", nothing new" : `: ${changes.join(", ")}`}`;
}

function jsonOf(reports: readonly PlanReport[]): string {
  const content = reports.map(({ stack, folder, files }) => ({
    stack,
    folder,
    files: files.map(({ name, state, diff }) => ({ name, state, diff })),
  }));
  return `${JSON.stringify(content, null, 2)}\n`;
}
