import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

/** What a step is told. */
export interface StepArgs {
  /** Name of the step in steps/main.ts. */
  readonly step: string;
  /** Plain data: it shows in previews and its change runs the step again. */
  readonly spec: pulumi.Input<unknown>;
  /** Keys and passwords, handed over on stdin. */
  readonly secrets?: pulumi.Input<unknown>;
  /** Given to steps that go on from what their last good run printed; the others see nothing of it. */
  readonly previousResult?: "in PULUMI_COMMAND_STDOUT";
}

// Relative, so that a second operator's checkout or CI gives the same input and sees no change.
const program = relative(process.cwd(), fileURLToPath(new URL("../steps/run.mjs", import.meta.url)));

/** The command line of a step: the same text on every machine. */
export function stepCommand(step: string): string {
  return `node ${program} ${step}`;
}

/**
 * A step as a resource: it runs when it is new or when its spec or secrets differ from the last good run. A failed
 * one runs again on the next `up`.
 */
export function step(
  name: string,
  args: StepArgs,
  opts: pulumi.CustomResourceOptions,
): command.local.Command {
  return new command.local.Command(
    name,
    {
      create: stepCommand(args.step),
      environment: { CONSORTIUM_STEP: pulumi.jsonStringify(args.spec) },
      ...(args.secrets === undefined ? {} : { stdin: pulumi.secret(pulumi.jsonStringify(args.secrets)) }),
      addPreviousOutputInEnv: args.previousResult !== undefined,
      logging: command.local.Logging.Stderr,
    },
    opts,
  );
}
