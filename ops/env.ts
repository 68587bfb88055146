import type { Command } from "commander";
import { quote } from "../ssh/quote.js";
import type { Verb } from "./verb.js";

const details = `
Prints the lines that make a POSIX shell use what the set-up and the lab made: the Pulumi CLI and its state under
.cache/, and an ssh agent with the lab's key (started when none runs). For looking around after npm run demo, whose
stack is the selected one; a real network's operator has a backend and an agent of their own.

Examples:
  eval "$(./consortium env)"
  ./consortium status
  pulumi stack output endpoints

Exit status: 0 done, 2 the lab has no key yet; see: npm run lab -- --help`;

/** An environment as a POSIX shell takes it in. */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}

export const env: Verb = {
  register(program: Command): void {
    program
      .command("env")
      .summary("print the lab's environment for a shell")
      .description("Print the environment of this machine's lab for a shell.")
      .addHelpText("after", details)
      .action(async () => {
        const { labEnvironment } = await import("../scripts/environment.js");
        process.stdout.write(exportLines(await labEnvironment()));
      });
  },
};
