import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Kind } from "../rpc/kind.js";
import { commandKind, type Ended, type Run } from "./run.js";

/** Time between TERM and KILL for a cancelled command. */
const graceMs = 5000;

/** command.local.Command; `environment` is added to every command, e.g. the broker's socket. */
export function localKind(environment: () => Promise<Readonly<Record<string, string>>>): Kind {
  return {
    required: [],
    optional: [
      "addPreviousOutputInEnv",
      "create",
      "delete",
      "dir",
      "environment",
      "interpreter",
      "logging",
      "stdin",
      "triggers",
      "update",
    ],
    refused: {
      archivePaths: "read the files in the program and pass their text on",
      assetPaths: "read the files in the program and pass their text on",
    },
    ...commandKind(async (run) => runLocally(run, await environment())),
  };
}

function runLocally(run: Run, environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { inputs, operation } = run;
  const [program = "/bin/sh", ...words] = inputs.texts("interpreter") ?? ["/bin/sh", "-c"];
  const directory = inputs.text("dir");
  return new Promise((resolve, reject) => {
    if (operation.signal.aborted) {
      reject(new Error("cancelled before the command was started"));
      return;
    }
    const child = spawn(program, [...words, run.command], {
      ...(directory === undefined ? {} : { cwd: directory }),
      env: { ...process.env, ...environment, ...run.previous, ...inputs.textMap("environment") },
      stdio: ["pipe", "pipe", "pipe"],
      // A process group of its own, so that a cancelled command goes with everything it started.
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let kill: NodeJS.Timeout | undefined;
    const signalGroup = (signal: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // It ended by itself.
      }
    };
    const abort = () => {
      signalGroup("SIGTERM");
      kill = setTimeout(() => signalGroup("SIGKILL"), graceMs);
    };
    operation.signal.addEventListener("abort", abort, { once: true });
    child.once("error", (error: NodeJS.ErrnoException) => {
      operation.signal.removeEventListener("abort", abort);
      reject(
        new Error(
          `${program} could not be started (${error.code ?? error.message})${directory === undefined ? "" : ` in ${directory}`}`,
        ),
      );
    });
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      run.onStdout(chunk.toString());
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.push(chunk);
      run.onStderr(chunk.toString());
    });
    child.stdin.on("error", () => {});
    child.stdin.end(inputs.text("stdin") ?? "");
    child.once("close", (code, signal) => {
      clearTimeout(kill);
      operation.signal.removeEventListener("abort", abort);
      if (operation.signal.aborted) reject(new Error("the command was cancelled"));
      else
        resolve({
          code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
          stdout: Buffer.concat(stdout).toString(),
          stderr: Buffer.concat(stderr).toString(),
        });
    });
  });
}
