import { appendFileSync, readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { source } from "../../ops/checkout.js";
import { closeIssue, type Repository, writeComment, writeIssue } from "./api.js";
import { teardownRefusal } from "./may-tear-down.js";
import { redact, secretsOf } from "./redact.js";
import { driftReport, markerOf, previewReport, type Run } from "./report.js";

const drift = z.object({
  drift: z.array(
    z.object({
      server: z.string(),
      kind: z.string(),
      name: z.string(),
      expected: z.string(),
      found: z.string(),
      remedy: z.string(),
    }),
  ),
  notShown: z.array(z.string()),
});

/** What the workflows do that a line of shell cannot: see docs/environments.md. */
const program = new Command("github").description("Reports of the workflows; run inside GitHub Actions.");

program
  .command("preview")
  .description(
    "write the preview as a comment of the pull request, or into the run's summary where there is none",
  )
  .requiredOption("--stack <name>", "the stack", stackName)
  .requiredOption("--status <number>", "exit status of pulumi preview", wholeNumber)
  .requiredOption("--file <file>", "what it printed")
  .option("--pull-request <number>", "where to comment", wholeNumber)
  .action(
    async (options: {
      readonly stack: string;
      readonly status: number;
      readonly file: string;
      readonly pullRequest?: number;
    }) => {
      const text = readable(options.file);
      process.stdout.write(text);
      const report = previewReport(options.stack, options.status, text, run());
      if (options.pullRequest === undefined) appendFileSync(variable("GITHUB_STEP_SUMMARY"), `${report}\n`);
      else
        console.log(
          `comment ${await writeComment(repository(), options.pullRequest, markerOf("preview", options.stack), report)}`,
        );
    },
  );

program
  .command("drift")
  .description("open, edit or close the issue about a stack's drift")
  .requiredOption("--stack <name>", "the stack", stackName)
  .requiredOption("--status <number>", "exit status of ./consortium drift: 0 none, 1 drift", wholeNumber)
  .requiredOption("--file <file>", "what it printed")
  .action(async (options: { readonly stack: string; readonly status: number; readonly file: string }) => {
    const { stack, status } = options;
    const text = readable(options.file);
    process.stdout.write(text);
    if (status > 1)
      throw new Error(
        `not everything of ${stack} could be asked (exit status ${status}); its issue stays as it is`,
      );
    const found = drift.parse(JSON.parse(text));
    const marker = markerOf("drift", stack);
    if (status === 1) {
      const issue = { title: `Drift: ${stack}`, body: driftReport(stack, found, run()) };
      console.log(`issue ${await writeIssue(repository(), marker, issue)}`);
    } else if (found.notShown.length > 0) {
      // Half a comparison must not close what a whole one has opened.
      throw new Error(
        `${stack}: no drift in what was compared, but not compared were: ${found.notShown.join("; ")}`,
      );
    } else {
      const reason = `No difference any more: ${run().log}`;
      console.log(`issue: ${await closeIssue(repository(), marker, reason)}`);
    }
  });

program
  .command("may-tear-down")
  .description("end with 1 unless the stack's file says data: delete")
  .requiredOption("--stack <name>", "the stack", stackName)
  .action(({ stack }: { readonly stack: string }) => {
    const refusal = teardownRefusal(source(`Pulumi.${stack}.yaml`));
    if (refusal !== undefined) throw new Error(refusal);
    console.log(`${stack} may be torn down: its data is to be deleted`);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`::error::${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** Part of a file name and of a marker, so nothing else than the engine's own alphabet. */
function stackName(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(text))
    throw new InvalidArgumentError("a stack's name, e.g. prod");
  return text;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

function readable(file: string): string {
  return redact(readFileSync(file, "utf8"), secretsOf(process.env));
}

function repository(): Repository {
  return {
    api: variable("GITHUB_API_URL"),
    name: variable("GITHUB_REPOSITORY"),
    token: variable("GITHUB_TOKEN"),
  };
}

function run(): Run {
  const log = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  // On a pull request GITHUB_SHA is the trial merge, which nobody knows.
  return { commit: process.env.COMMIT || variable("GITHUB_SHA"), log };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is not set: this runs inside GitHub Actions`);
  return value;
}
