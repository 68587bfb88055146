import type { Command } from "commander";
import { Reach } from "../hosts/reach.js";
import { dockerOf } from "../hosts/shell.js";
import { messageOf } from "../hosts/ssh/errors.js";
import { commandLine } from "../hosts/ssh/index.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import { serversOf } from "./look.js";
import { placeOf, planOf } from "./place.js";
import { recordEvent } from "./record-event.js";
import { selectionHelp, selectService } from "./selection.js";
import { type Finish, UsageError, type Verb } from "./verb.js";

const details = `
Runs a program in a service's container, on the server it stands on. Standard input, output and error pass through as
they are, without a terminal of its own; the program's exit status is ours. Ctrl-C ends the connection, and so does an
output that takes no more (| head); both may leave the program running in its container. The audit file (./consortium
events) gets the service and the program's name, not its arguments.
${selectionHelp}

Examples:
  ./consortium exec --stack prod peer0.org1.example.com -- peer channel list
  ./consortium exec --stack prod 'server:k1' -- df -h /var/lib/kafka/data
  ./consortium exec --stack prod kafka1 -- sh -c 'cat > /tmp/probe' <probe

Exit status: the program's; 2 also when the service could not be reached, with a message; 130 and 141, as in a shell, when
Ctrl-C or the output has ended it.`;

/** Statuses of a shell for a command that Ctrl-C has ended, and for one that wrote where nobody reads. */
const [interrupted, unread] = [130, 141];

/** Options of the verb as commander gives them. */
interface ExecOptions {
  readonly stack?: string;
  readonly file?: string;
}

export const exec: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("exec")
      .summary("run a program in a service's container")
      .description("Run a program in a service's container.")
      .usage("[options] <service> -- <program> [arguments...]")
      .argument("<service>", "one service, e.g. kafka1")
      .argument("<program...>", "the program and its arguments, after --")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .addHelpText("after", details)
      .action(async (pattern: string, words: readonly string[], options: ExecOptions) => {
        const place = await placeOf(options);
        const plan = await planOf(place);
        const service = selectService(plan, pattern);
        const act = { verb: "exec", arguments: { service: service.name, program: words[0] ?? "" } };
        finish(await recordEvent(place, act, () => runIn(plan, service, words)));
      });
  },
};

/** Runs a program in a container with our own standard streams; gives its exit status. */
async function runIn(plan: Plan, service: PlannedService, words: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(interrupted);
  // What the program ends with will not be known then; it must not seem to be 0.
  const onUnread = () => stop.abort(unread);
  process.once("SIGINT", onInterrupt);
  process.stdout.once("error", onUnread);
  process.stderr.once("error", onUnread);
  try {
    return await Reach.during(async (reach) => {
      const [server] = serversOf(plan, [service]);
      if (!server) throw new Error(`${service.name} stands on no server of the plan`);
      const link = await reach.to(server);
      const { code } = await link.exec(execCommand(server.ssh.user, service.container, words), {
        stdin: process.stdin,
        signal: stop.signal,
        onStdout: (chunk) => process.stdout.write(chunk),
        onStderr: (chunk) => process.stderr.write(chunk),
      });
      return code;
    });
  } catch (error) {
    if (stop.signal.aborted) return Number(stop.signal.reason);
    throw new UsageError(messageOf(error));
  } finally {
    process.off("SIGINT", onInterrupt);
    process.stdout.off("error", onUnread);
    process.stderr.off("error", onUnread);
    // An open standard input would keep this process alive after the program has ended.
    process.stdin.destroy();
  }
}

/** The command line on the server. */
export function execCommand(user: string, container: string, words: readonly string[]): string {
  return `${dockerOf(user)} ${commandLine(["exec", "-i", container, ...words])}`;
}
