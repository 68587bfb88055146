import { type Command, CommanderError } from "commander";
import { renderFindingsAsJson } from "../config/findings.js";
import { ConfigurationError } from "../config/load.js";
import { outliveOutput } from "./output.js";
import { makeProgram } from "./program.js";
import { UsageError } from "./verb.js";

outliveOutput();

const program = makeProgram((status) => {
  process.exitCode = status;
});

/** The verb that was called. */
let called: Command | undefined;
program.hook("preAction", (_program, verb) => {
  called = verb;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong, once, and gives the exit status. */
function report(error: unknown): number {
  // Commander has written its message; 0 is --help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigurationError || error instanceof UsageError) {
    process.stderr.write(`consortium: ${error.message}\n`);
    if (error instanceof UsageError) return 2;
    if (printsJson(called)) process.stdout.write(`${renderFindingsAsJson(error.findings)}\n`);
    return 1;
  }
  process.stderr.write(
    `consortium: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 2;
}

/** Whether the verb prints for programs. */
function printsJson(verb: Command | undefined): boolean {
  const { json, format } = verb?.opts<{ json?: true; format?: string }>() ?? {};
  return json === true || format === "json";
}
