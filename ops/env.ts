import { join } from "node:path";
import type { Command } from "commander";
import { attempt } from "../hosts/process.js";
import { root } from "./checkout.js";
import { UsageError, type Verb } from "./verb.js";

const details = `
Prints the lines that make a POSIX shell use what the set-up and the lab made: the Pulumi CLI and its state under
.cache/, and an ssh agent with the lab's key (started when none runs). For looking around after npm run demo, whose
stack is the selected one; a real network's operator has a backend and an agent of their own.

Examples:
  eval "$(./consortium env)"
  ./consortium status
  pulumi stack output endpoints

Exit status: 0 done, 2 the lab has no key yet; see: npm run lab -- --help`;

export const env: Verb = {
  register(program: Command): void {
    program
      .command("env")
      .summary("print the lab's environment for a shell")
      .description("Print the environment of this machine's lab for a shell.")
      .addHelpText("after", details)
      .action(async () => {
        // The lab is no part of the product: its own program tells what it made.
        const lab = [process.execPath, "--import", "tsx", join(root, "lab", "main.ts"), "env"] as const;
        const { code, stdout, stderr } = await attempt(lab, { cwd: root });
        if (code !== 0) throw new UsageError(stderr.trim());
        process.stdout.write(stdout);
      });
  },
};
