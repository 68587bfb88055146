import type { Command } from "commander";
import { confirm } from "./confirm.js";
import { bridgesOf, containersOf, removeLabelled } from "./labelled.js";
import { type Orphans, orphans } from "./orphans.js";
import { exportState, placeOf, planOf, type StackPlace } from "./place.js";
import { prepareAgain } from "./prepare-again.js";
import { attemptPulumi, runPulumi } from "./pulumi.js";
import { recordEvent } from "./record-event.js";
import { networkOf, type StateExport } from "./state.js";
import { type Finish, UsageError, type Verb } from "./verb.js";

const details = `
For after a run that was killed: the state may be locked, and a container may exist that the state does not know,
so that the next pulumi up fails on its name. This verb

  1. lists the stack's containers on all its servers and compares them with the state,
  2. shows what it will do, and asks,
  3. releases the state's lock (pulumi cancel),
  4. removes the containers and Docker networks that the state does not know: only those of the state's own network, and
     short-lived admin containers; others are named and left. Volumes are never touched,
  5. runs each server's preparing script again: claim, registry certificate, stamps; nothing where all is in place,
  6. reads back what runs (pulumi refresh) and drops creations that were cut off.

Then run pulumi up. Make sure that no other pulumi is at work on the stack: its lock is taken away.

Examples:
  ./consortium repair --stack dev
  ./consortium repair --file Pulumi.prod.yaml --stack prod --yes --json

Exit status: 0 done, 1 refused, 2 a server or the state could not be asked.`;

/** Options of the verb as commander gives them. */
interface RepairOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly yes?: true;
  readonly json?: true;
}

export const repair: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("repair")
      .summary("heal a stack after a killed run")
      .description("Heal a stack after a killed run, so that the next pulumi up goes on.")
      .option("--stack <name>", "the stack to heal (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--yes", "do not ask")
      .option("--json", "what was done as JSON {stack, network, removed, left}; progress goes to stderr")
      .addHelpText("after", details)
      .action(async (options: RepairOptions) => {
        const place = await placeOf(options);
        const { servers } = await planOf(place);
        const state = await exportState(place);
        const [containers, bridges] = await Promise.all([
          containersOf(place.label, servers),
          bridgesOf(place.label, servers),
        ]);
        const found: Found = {
          container: orphans(state, "container", containers),
          network: orphans(state, "network", bridges),
        };
        process.stderr.write(intentOf(place, found));
        if (!options.yes && !(await confirm("Go on? Type yes:", "yes"))) return finish(1);

        const removed = [...found.container.remove, ...found.network.remove].map(
          ({ server, name }) => `${server}/${name}`,
        );
        await recordEvent(place, { verb: "repair", arguments: { removed } }, async () => {
          await releaseLock(place);
          await removeLabelled("container", found.container.remove, servers);
          await removeLabelled("network", found.network.remove, servers);
          await prepareAgain(state, servers);
          await refresh(place);
          return 0;
        });
        process.stdout.write(
          options.json ? jsonOf(place, state, found) : `${place.stack} is healed; run: pulumi up\n`,
        );
      });
  },
};

/** What a killed run left on the servers. */
type Found = Readonly<Record<"container" | "network", Orphans>>;

/** How people call it: "network" alone is the consortium's. */
const called: Readonly<Record<keyof Found, string>> = { container: "container", network: "Docker network" };
const kinds = ["container", "network"] as const;

/** What the verb is about to do, for people. */
export function intentOf(place: Pick<StackPlace, "stack">, found: Found): string {
  return [
    `stack ${place.stack}:`,
    "  release the lock of its state",
    ...kinds.flatMap((kind) =>
      found[kind].remove.map(({ server, name }) => `  remove ${called[kind]} ${name} on ${server}`),
    ),
    ...(found.container.remove.length === 0 ? ["  no container to remove"] : []),
    ...kinds.flatMap((kind) =>
      found[kind].leave.map(
        ({ found: { server, name }, reason }) => `  leave ${called[kind]} ${name} on ${server}: ${reason}`,
      ),
    ),
    "  run the preparing script of every server again",
    "  read back what runs, and drop creations that were cut off",
    "",
  ].join("\n");
}

async function releaseLock({ stack, folder }: StackPlace): Promise<void> {
  const { code, stderr } = await attemptPulumi(["cancel", "--yes", "--non-interactive"], {
    folder,
    timeoutSeconds: 120,
    stack,
  });
  if (code !== 0 && !/not (currently )?locked|no (active )?update|not being updated/i.test(stderr))
    throw new UsageError(`the state's lock could not be released\n${stderr.trim()}`);
}

async function refresh({ stack, folder }: StackPlace): Promise<void> {
  await runPulumi(
    ["refresh", "--yes", "--clear-pending-creates", "--non-interactive", "--suppress-outputs"],
    {
      stack,
      folder,
      onLine: (line) => process.stderr.write(`  ${line}\n`),
    },
  );
}

function jsonOf({ stack }: StackPlace, state: StateExport, found: Found): string {
  // A container is what it was before there were Docker networks to be left behind: it says no kind.
  const kindOf = (kind: keyof Found) => (kind === "container" ? {} : { kind });
  const report = {
    stack,
    network: networkOf(state) ?? null,
    removed: kinds.flatMap((kind) =>
      found[kind].remove.map(({ server, name }) => ({ ...kindOf(kind), server, name })),
    ),
    left: kinds.flatMap((kind) =>
      found[kind].leave.map(({ found: { server, name }, reason }) => ({
        ...kindOf(kind),
        server,
        name,
        reason,
      })),
    ),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
