import { Command, Option } from "commander";
import { alone } from "./setup/lock.js";
import type { PluginWish } from "./setup/plugins.js";
import { bad, runSteps, textReporter } from "./setup/run-steps.js";
import { groups, groupsOf, parseGroups, selectSteps } from "./setup/step.js";
import { allSteps } from "./setup/steps.js";

interface Options {
  readonly only?: string;
  readonly plugins: PluginWish;
  readonly json?: true;
}

const program = new Command("setup")
  .description("Finds or makes everything the demo, the lab and the tests need. A second run takes seconds.")
  .option("--only <groups>", `some of ${groups.join(",")}`)
  .addOption(
    new Option("--plugins <kind>", "whose provider plugins")
      .choices(["any", "official", "stand-in"])
      .default("any"),
  )
  .option("--json", "the result as JSON on standard output, progress on standard error")
  .addHelpText(
    "after",
    "\nExit status: 0 everything is there, 1 a step failed (its line names the remedy), 2 wrong usage.",
  )
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))
  .parse();

async function main(options: Options): Promise<number> {
  const begun = Date.now();
  // Go's own installer puts it there and leaves the PATH to the user.
  process.env.PATH = `${process.env.PATH ?? ""}:/usr/local/go/bin`;
  const wanted = parseGroups(options.only);
  const write = options.json ? console.error : console.log;
  // Packages are looked for on behalf of every step that will run, also of those that only others need.
  const touched = groupsOf(selectSteps(allSteps(wanted, options.plugins), wanted));
  const steps = selectSteps(allSteps(touched, options.plugins), wanted);
  const results = await alone(write, () => runSteps(steps, textReporter(write)));
  const seconds = Math.round((Date.now() - begun) / 100) / 10;
  const complete = !results.some(bad);
  if (options.json) console.log(JSON.stringify({ complete, seconds, steps: results }, undefined, 2));
  else console.log(complete ? `ready in ${seconds} s` : `not complete: see the failed lines above`);
  return complete ? 0 : 1;
}

try {
  process.exitCode = await main(program.opts<Options>());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof RangeError ? 2 : 1;
}
