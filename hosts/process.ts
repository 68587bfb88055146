import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** What a finished program left: `code` is 128 + signal number where a signal ended it. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program; the environment is added to ours. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array | Readable;
  readonly timeoutSeconds?: number;
  /** Called with each line of both streams as it comes (progress). */
  readonly onLine?: (line: string) => void;
}

/** A program ended with another status than 0: carries the last lines it wrote. */
export class ProgramFailed extends Error {
  readonly finished: Finished;

  constructor(argv: readonly string[], finished: Finished) {
    const last = lastLines(`${finished.stdout}\n${finished.stderr}`, 12);
    super(`${argv.join(" ")}: exit status ${finished.code}\n${last}`);
    this.name = "ProgramFailed";
    this.finished = finished;
  }
}

/** The last `count` lines that say something, indented by two spaces. */
export function lastLines(text: string, count: number): string {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** Runs a program without a shell and collects its output; a missing program is status 127. */
export function attempt(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<Finished> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    // Node's own timeout option keeps the process alive when the program is not there.
    const { timeoutSeconds } = options;
    const timer =
      timeoutSeconds === undefined ? undefined : setTimeout(() => child.kill(), timeoutSeconds * 1000);
    let stdout = "";
    let stderr = "";
    const lines = lineSplitter(options.onLine);
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      lines(text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      lines(text);
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: `${stderr}${error.message}\n` });
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? (signal === "SIGKILL" ? 137 : 143), stdout, stderr });
    });
    const { stdin } = options;
    if (stdin !== undefined && child.stdin) {
      // A program may end before it has read everything; its exit status tells the story.
      child.stdin.on("error", () => undefined);
      if (typeof stdin === "string" || stdin instanceof Uint8Array) child.stdin.end(stdin);
      else stdin.pipe(child.stdin);
    }
  });
}

/** As {@link attempt}, and throws {@link ProgramFailed} unless the status is 0. Returns standard output. */
export async function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const finished = await attempt(argv, options);
  if (finished.code !== 0) throw new ProgramFailed(argv, finished);
  return finished.stdout;
}

function lineSplitter(onLine: ((line: string) => void) | undefined): (text: string) => void {
  let rest = "";
  return (text) => {
    if (!onLine) return;
    const lines = (rest + text).split(/[\r\n]/);
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine(line.trim());
  };
}
