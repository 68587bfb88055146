import { CommanderError } from "commander";
import { ConfigurationError } from "../config/load.js";
import { makeProgram } from "./program.js";
import { UsageError } from "./verb.js";

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", () => process.exit(0));

const program = makeProgram((status) => {
  process.exitCode = status;
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
    return error instanceof ConfigurationError ? 1 : 2;
  }
  process.stderr.write(
    `consortium: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 2;
}
