import type { Command } from "commander";
import { confirm } from "./confirm.js";
import { bridgesOf, containersOf, removeLabelled, volumesOf } from "./labelled.js";
import { type Leftovers, leftovers } from "./leftovers.js";
import { orphans } from "./orphans.js";
import { exportState, placeOf, planOf, type StackPlace } from "./place.js";
import { runPulumi } from "./pulumi.js";
import { recordEvent } from "./record-event.js";
import { networkOf } from "./state.js";
import type { Finish, Verb } from "./verb.js";

const details = `
The way to the end of a stack with consortium:data: keep, whose volumes, keys and genesis block are protected:

  pulumi destroy --exclude-protected --stack prod    takes down everything that runs
  ./consortium purge --stack prod                    removes what was kept, for good

Lists the volumes on every server and asks for the stack's name before it removes them, lifts the protection in the
state and destroys the rest of the stack. There is no way back: ledgers and keys are gone. It refuses while a
container of the stack exists, and leaves volumes that belong to another network.

Examples:
  ./consortium purge --stack prod
  ./consortium purge --stack prod --file stacks/Pulumi.prod.yaml --yes

Exit status: 0 done, 1 refused, 2 a server or the state could not be asked.`;

/** Options of the verb as commander gives them. */
interface PurgeOptions {
  readonly stack: string;
  readonly file?: string;
  readonly yes?: true;
}

export const purge: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("purge")
      .summary("remove the data that a destroyed stack has kept")
      .description("Remove the data and keys that a destroyed stack has kept. There is no way back.")
      .requiredOption("--stack <name>", "the stack whose data is to go")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--yes", "do not ask")
      .addHelpText("after", details)
      .action(async (options: PurgeOptions) => {
        const place = await placeOf(options);
        const { servers } = await planOf(place);
        const [state, containers, volumes, bridges] = await Promise.all([
          exportState(place),
          containersOf(place.label, servers),
          volumesOf(place.label, servers),
          bridgesOf(place.label, servers),
        ]);
        const decision = leftovers(
          networkOf(state),
          containers,
          volumes,
          // What the state knows goes with it.
          orphans(state, "network", bridges).remove,
        );
        process.stderr.write(intentOf(place, decision));
        if (decision.kind === "refuse") return finish(1);
        if (!options.yes && !(await confirm("Type the stack's name to remove all this:", place.label)))
          return finish(1);

        const removed = [...decision.volumes, ...decision.bridges].map(
          ({ server, name }) => `${server}/${name}`,
        );
        await recordEvent(place, { verb: "purge", arguments: { removed } }, async () => {
          await removeLabelled("volume", decision.volumes, servers);
          await removeLabelled("network", decision.bridges, servers);
          await destroyTheRest(place);
          return 0;
        });
        process.stdout.write(`${place.stack} is gone\n`);
      });
  },
};

/** What the verb is about to do, or why not, for people. */
export function intentOf({ stack, label }: Pick<StackPlace, "stack" | "label">, decision: Leftovers): string {
  if (decision.kind === "refuse")
    return [
      `stack ${stack} is not purged:`,
      ...decision.reasons.map((reason) => `  ${reason}`),
      `First take down what runs: pulumi destroy --exclude-protected --stack ${label}`,
      "",
    ].join("\n");
  const { volumes, bridges, others } = decision;
  return [
    `stack ${stack}:`,
    ...volumes.map(({ server, name }) => `  remove volume ${name} on ${server}`),
    ...bridges.map(({ server, name }) => `  remove Docker network ${name} on ${server}`),
    ...(volumes.length === 0 ? ["  no volume to remove"] : []),
    ...others.map(
      ({ server, name, network }) =>
        `  leave volume ${name} on ${server}: it belongs to ${network === undefined ? "no network" : `network ${network}`}`,
    ),
    "  lift the protection of everything in its state, keys and genesis block included, and destroy it",
    "",
  ].join("\n");
}

async function destroyTheRest({ stack, folder }: StackPlace): Promise<void> {
  const onLine = (line: string) => process.stderr.write(`  ${line}\n`);
  await runPulumi(["state", "unprotect", "--all", "--yes", "--non-interactive"], { stack, folder });
  await runPulumi(["destroy", "--yes", "--non-interactive", "--suppress-outputs"], { stack, folder, onLine });
}
