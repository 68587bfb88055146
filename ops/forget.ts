import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { dial, SshError, type SshTarget } from "../hosts/ssh/index.js";
import { confirm } from "./confirm.js";
import { type Answering, forgetRefusals } from "./forget-refusal.js";
import { type Forgotten, forgetServer, serversIn } from "./forget-state.js";
import { exportState, placeOf, planOf, type StackPlace } from "./place.js";
import { attemptPulumi } from "./pulumi.js";
import { recordEvent } from "./record-event.js";
import { nameIn, type StateExport } from "./state.js";
import { type ExitStatus, type Finish, UsageError, type Verb } from "./verb.js";

const details = `
For a server that is gone for good, so that pulumi up and destroy do not wait for it. First the stack file:

  its services move or go      take them off the server in the stack file
  a new machine takes over     give the server the new machine's hostKey (keep name and address)

Then this verb takes everything that stood on the server out of the state, without SSH: its preparation, images,
volumes, containers, and the steps that follow from them. It refuses while the server answers, while the file still
puts services on the machine that is gone, and when no other server answers (this machine may be cut off). Protected
volumes go only with --with-volumes. What is on the server's disks stays there. The state as it was is kept in a file.

Then run pulumi up. A member of a formed quorum that comes back empty is refused once more, with the command that accepts
it; see docs/teardown.md.

Examples:
  ./consortium forget k4 --stack prod
  ./consortium forget k4 --stack prod --with-volumes --yes --json

Exit status: 0 forgotten, 1 refused, 2 the state could not be read or written.`;

/** Options of the verb as commander gives them. */
interface ForgetOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly withVolumes?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** What was taken out of the state, or why nothing was. */
export interface ForgetReport {
  readonly stack: string;
  readonly server: string;
  /** URNs. */
  readonly removed: readonly string[];
  /** Empty when the server is forgotten. */
  readonly refused: readonly string[];
  /** The file with the state as it was. */
  readonly backup?: string;
}

export const forget: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("forget")
      .summary("take a server that is gone out of the state")
      .description("Take a server that is gone for good out of the stack's state. Needs no SSH to it.")
      .argument("<server>", "its name in the stack file")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--with-volumes", "its protected volumes too: their data is gone")
      .option("--yes", "do not ask")
      .option("--json", "what was done as JSON {stack, server, removed, refused, backup}")
      .addHelpText("after", details)
      .action(async (server: string, options: ForgetOptions) => {
        const place = await placeOf(options);
        const named = (await planOf(place)).servers.find(({ name }) => name === server)?.ssh;
        const status = await forgetIn(await exportState(place), { place, server, named }, options);
        if (status !== 0) finish(status);
      });
  },
};

/** Which server of which stack is meant. */
interface Meant {
  readonly place: StackPlace;
  readonly server: string;
  /** Where the stack file puts a server of this name that runs something. */
  readonly named: SshTarget | undefined;
}

/** Takes a server out of a state, or says why not. */
export async function forgetIn(
  state: StateExport,
  { place, server, named }: Meant,
  options: Pick<ForgetOptions, "withVolumes" | "yes" | "json">,
): Promise<ExitStatus> {
  const known = serversIn(state).find(({ name }) => name === server)?.ssh;
  const forgotten = forgetServer(state, server);
  const reasons = forgetRefusals({
    server,
    known,
    named,
    answering: known ? await whoAnswers(state, server, known) : { kind: "nothing" },
    protectedNames: forgotten.removed
      .filter((resource) => resource.protect === true)
      .map(({ urn }) => nameIn(urn)),
    protectedToo: options.withVolumes ? "yes" : "no",
  });
  process.stderr.write(intentOf(place, server, forgotten, reasons));
  const print = (more: Pick<ForgetReport, "removed" | "backup">) => {
    const report: ForgetReport = { stack: place.stack, server, refused: reasons, ...more };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  };
  if (reasons.length > 0) {
    if (options.json) print({ removed: [] });
    return 1;
  }
  if (!options.yes && !(await confirm("Type the server's name to forget it:", server))) return 1;

  return recordEvent(place, { verb: "forget", arguments: { server } }, async () => {
    const backup = keepBackup(place, server, state);
    await importState(place, forgotten.state);
    if (options.json) print({ removed: forgotten.removed.map(({ urn }) => urn), backup });
    else process.stdout.write(doneText(place, server, backup));
    return 0;
  });
}

/** Dials the server as the state knew it; silence counts only while another server of the stack does answer. */
async function whoAnswers(state: StateExport, server: string, target: SshTarget): Promise<Answering> {
  if (target.jump && (await failureOf(target.jump)) !== undefined)
    return { kind: "unknown", reason: `its jump host ${target.jump.host} cannot be logged in to` };
  const failure = await failureOf(target);
  if (failure === undefined) return { kind: "the server" };
  if (failure.failure === "host-key") return { kind: "another machine" };
  if (!["unreachable", "handshake", "lost", "timeout"].includes(failure.failure))
    return { kind: "unknown", reason: failure.message };
  const others = serversIn(state).filter(({ name }) => name !== server);
  if (others.length === 0) return { kind: "nothing" };
  const found = await Promise.all(others.map(({ ssh }) => failureOf(ssh)));
  return found.includes(undefined)
    ? { kind: "nothing" }
    : { kind: "unknown", reason: "no other server of the stack answers either; this machine may be cut off" };
}

/** Why a server cannot be logged in to; undefined when it can. */
async function failureOf(target: SshTarget): Promise<SshError | undefined> {
  try {
    await (await dial(target)).close();
    return undefined;
  } catch (error) {
    if (error instanceof SshError) return error;
    throw error;
  }
}

/** What the verb is about to do, or why not, for people. */
export function intentOf(
  { stack }: Pick<StackPlace, "stack">,
  server: string,
  { removed }: Pick<Forgotten, "removed">,
  reasons: readonly string[],
): string {
  if (reasons.length > 0)
    return [
      `server ${server} of stack ${stack} is not forgotten:`,
      ...reasons.map((one) => `  ${one}`),
      "",
    ].join("\n");
  return [
    `stack ${stack}: take out of the state, and leave on the disks of ${server} what is there:`,
    ...removed.map(
      ({ urn, type, protect }) =>
        `  ${type.split(":").at(-1)} ${nameIn(urn)}${protect === true ? ", protected" : ""}`,
    ),
    "",
  ].join("\n");
}

/** Keeps the state as it was, its secrets encrypted, beside the audit file. */
function keepBackup({ file, label }: StackPlace, server: string, state: StateExport): string {
  const folder = join(dirname(file), ".consortium");
  mkdirSync(folder, { recursive: true });
  const time = new Date().toISOString().replace(/[:.]/g, "-");
  const backup = join(folder, `${label}-before-forget-${server}-${time}.json`);
  writeFileSync(backup, JSON.stringify(state), { mode: 0o600 });
  return backup;
}

async function importState({ stack, folder }: StackPlace, state: StateExport): Promise<void> {
  const { code, stdout, stderr } = await attemptPulumi(["stack", "import", "--non-interactive"], {
    stack,
    folder,
    timeoutSeconds: 120,
    stdin: JSON.stringify(state),
  });
  if (code !== 0) throw new UsageError(`the state could not be written; it is as it was\n${stdout}${stderr}`);
}

function doneText({ stack }: StackPlace, server: string, backup: string): string {
  return [
    `${server} is forgotten. The state as it was: ${backup}`,
    `Next: pulumi up --stack ${stack}`,
    "",
  ].join("\n");
}
