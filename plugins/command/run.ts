import { Fields } from "../rpc/fields.js";
import type { Kind, Operation, Recorded } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command to run, wherever. */
export interface Run {
  readonly command: string;
  /** The inputs it belongs to. */
  readonly inputs: Fields;
  /** Environment of the command beyond what `environment` says. */
  readonly previous: Readonly<Record<string, string>>;
  readonly operation: Operation;
  readonly onStdout: (text: string) => void;
  readonly onStderr: (text: string) => void;
}

/** Runs a command and waits for its end; throws when it could not be run. */
export type Runner = (run: Run) => Promise<Ended>;

/** Lines of output that an error quotes. */
const quotedLines = 20;

/** What local.Command and remote.Command have in common (pulumi-command 1.2.1). */
export function commandKind(runner: Runner): Omit<Kind, "required" | "optional"> {
  return {
    computed: ["stdout", "stderr"],
    computedByUpdate: ["stdout", "stderr"],
    // The provider itself and the SDK both replace on triggers; everything else runs `update`, or `create` again.
    replaces: (key) => key === "triggers",
    create: async (operation, inputs) => ({
      id: `command-${operation.name}`,
      outputs: await execute(runner, operation, inputs, inputs.text("create"), {}),
    }),
    update: (operation, recorded, news) =>
      execute(runner, operation, news, news.text("update") ?? news.text("create"), recorded.outputs),
    delete: async (operation, recorded: Recorded) => {
      const inputs = new Fields(recorded.inputs);
      await execute(runner, operation, inputs, inputs.text("delete"), recorded.outputs);
    },
  };
}

async function execute(
  runner: Runner,
  operation: Operation,
  inputs: Fields,
  command: string | undefined,
  before: Props,
): Promise<Props> {
  if (command === undefined) return { stdout: "", stderr: "" };
  const logging = inputs.text("logging") ?? "stdoutAndStderr";
  const stdout = new LineLog(/^stdout/.test(logging) ? (line) => operation.log("info", line) : () => {});
  const stderr = new LineLog(/stderr$/i.test(logging) ? (line) => operation.log("info", line) : () => {});
  const ended = await runner({
    command,
    inputs,
    operation,
    previous: inputs.flag("addPreviousOutputInEnv") === false ? {} : previousOutput(before),
    onStdout: (text) => stdout.push(text),
    onStderr: (text) => stderr.push(text),
  });
  stdout.end();
  stderr.end();
  if (ended.code !== 0) throw new Error(failed(command, ended));
  return { stdout: ended.stdout.replace(/\n$/, ""), stderr: ended.stderr.replace(/\n$/, "") };
}

function previousOutput(before: Props): Record<string, string> {
  const { stdout, stderr } = before;
  return {
    ...(typeof stdout === "string" ? { PULUMI_COMMAND_STDOUT: stdout } : {}),
    ...(typeof stderr === "string" ? { PULUMI_COMMAND_STDERR: stderr } : {}),
  };
}

/** The first line of the command, its exit status and the last lines of its output. Standard input never shows. */
function failed(command: string, { code, stdout, stderr }: Ended): string {
  const first = command.trim().split("\n")[0] ?? "";
  const shown = first.length > 200 || first !== command.trim() ? `${first.slice(0, 200)} …` : first;
  const output = [...stdout.trimEnd().split("\n"), ...stderr.trimEnd().split("\n")].filter(
    (line) => line !== "",
  );
  const last = output.slice(-quotedLines).join("\n");
  return `exit status ${code}: running ${JSON.stringify(shown)}${last === "" ? " (no output)" : `:\n${last}`}`;
}

/** Gives whole lines on as they come. */
class LineLog {
  readonly #line: (line: string) => void;
  #rest = "";
  constructor(line: (line: string) => void) {
    this.#line = line;
  }
  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") this.#line(line);
  }
  end(): void {
    if (this.#rest.trim() !== "") this.#line(this.#rest);
    this.#rest = "";
  }
}
