import { basename } from "node:path";
import type { Command } from "commander";
import { lastLines } from "../hosts/process.js";
import {
  columns,
  countReports,
  type PreflightReport,
  reportCells,
  type Verdict,
  worst,
} from "../steps/preflight/report.js";
import { placeOf, planOf, type StackPlace } from "./place.js";
import { attemptPulumi } from "./pulumi.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { networkOf, type StateExport } from "./state.js";
import { type Paint, paintFor, plain, type Style, table } from "./table.js";
import { type ExitStatus, type Finish, UsageError, type Verb } from "./verb.js";

const details = `
Asks the servers of the services (by default all servers of the stack) what pulumi up asks them before it changes any:
login, system, sizes, clock, Docker, and whether ports, names and data are free or this network's own. It changes
nothing, and it can be asked before the first up as well as of a network that runs. What is wrong comes first for each
server, with the remedy. docs/checks.md says what each check means.
${selectionHelp}

Examples:
  ./consortium check --stack prod
  ./consortium check --file Pulumi.prod.yaml 'server:k*'
  ./consortium check --stack prod --json | jq '.servers[].rows[] | select(.verdict != "pass")'

Exit status: 0 all passed, maybe with warnings; 1 a check failed, or the stack file has errors; 2 it could not be asked.`;

/** Options of the verb as commander gives them. */
interface CheckOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

export const check: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("check")
      .summary("ask the servers whether they are fit, before or after up")
      .description("Ask the servers what pulumi up asks them before it changes any; nothing is changed.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack to check (default: the file's, else the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the report as JSON {stack, network, result, servers}")
      .addHelpText("after", details)
      .action(async (patterns: string[], options: CheckOptions) => {
        const place = await placeOf(withStackOfFile(options));
        const plan = await planOf(place);
        const chosen = new Set(selectServices(plan, patterns).map(({ server }) => server));
        const network = await networkIn(place);
        // On demand: the other verbs must not pay for SSH.
        const { runPreflight } = await import("../steps/preflight/run.js");
        const { preflightSpec } = await import("../steps/preflight/specs.js");
        const reports = await Promise.all(
          plan.servers
            .filter(({ name }) => chosen.has(name))
            .map((server) => runPreflight(preflightSpec(plan, server, network))),
        );
        process.stdout.write(
          options.json
            ? jsonOf(place.label, network, reports)
            : preflightText(place.label, reports, paintFor(process.stdout)),
        );
        finish(statusOf(reports));
      });
  },
};

/** A stack file names its stack, so that `--file` is enough before a stack was made. */
export function withStackOfFile(options: CheckOptions): CheckOptions {
  const named =
    options.file === undefined ? undefined : /^Pulumi\.(.+)\.ya?ml$/.exec(basename(options.file))?.[1];
  return options.stack !== undefined || named === undefined ? options : { ...options, stack: named };
}

/**
 * Id of the network that the stack's state holds; none before the first `up`, nor before the stack was made.
 * @throws UsageError when the state cannot be read: whose containers and volumes are ours would be a guess
 */
async function networkIn({ stack, folder }: StackPlace): Promise<string | undefined> {
  const { code, stdout, stderr } = await attemptPulumi(["stack", "export", "--non-interactive"], {
    stack,
    folder,
    timeoutSeconds: 120,
  });
  if (code === 0) return networkOf(JSON.parse(stdout) as StateExport);
  if (isNoStack(stderr)) return undefined;
  throw new UsageError(
    `the state of stack ${stack} cannot be read, and it says which containers and volumes are ours\n${lastLines(stderr, 5)}`,
  );
}

/** Whether the CLI says that there is no such stack, which is an answer: nothing was made yet. */
export function isNoStack(stderr: string): boolean {
  return /no stack named|stack .* (not found|does not exist)/i.test(stderr);
}

/** Exit status by the worst row: a warning is no failure. */
export function statusOf(reports: readonly PreflightReport[]): ExitStatus {
  return worst(reports) === "fail" ? 1 : 0;
}

const styles: Readonly<Record<Verdict, Style>> = { pass: "good", warn: "warn", fail: "bad" };

/** The report for people. */
export function preflightText(
  stack: string,
  reports: readonly PreflightReport[],
  paint: Paint = plain,
): string {
  const rows = reportCells(reports).map(([server, verdict, ...rest]) => [
    server,
    { text: verdict, style: styles[verdict] },
    ...rest,
  ]);
  const head = columns.map((title) => title.toUpperCase());
  return [...table([head, ...rows], { paint }), "", `stack ${stack}, ${countReports(reports)}`, ""].join(
    "\n",
  );
}

/** The report for programs. */
export function jsonOf(
  stack: string,
  network: string | undefined,
  reports: readonly PreflightReport[],
): string {
  const report = {
    stack,
    network: network ?? null,
    result: worst(reports),
    servers: reports.map((one) => ({ server: one.server, result: worst([one]), rows: one.rows })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
