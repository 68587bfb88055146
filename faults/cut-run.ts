import { appendFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { LabStack } from "../test/e2e/support/stack.js";

/** When and how a run is cut off. */
export interface Cut {
  /** Asked for each line that the run prints; true once. */
  readonly when: (line: string) => boolean;
  /** Milliseconds between that line and the cut. */
  readonly delayMs: number;
  /**
   * `kill`: SIGKILL to the `pulumi` process alone, as the kernel does when memory is short; its children live on.
   * `ctrl-c`: SIGINT to the whole process group, as a terminal does.
   */
  readonly how: "kill" | "ctrl-c";
}

/** A run that was cut off, or ended before. */
export interface CutRun {
  readonly text: string;
  /** The line at which it was cut off; none when it ended before. */
  readonly at?: string;
  /** Exit status; none after a kill. */
  readonly code: number | null;
  readonly seconds: number;
  /** Seconds from the cut to the end of the run. */
  readonly secondsToEnd?: number;
}

/** `pulumi up`, cut off at a moment. */
export async function cutUp(stack: LabStack, cut: Cut, ...args: string[]): Promise<CutRun> {
  const begun = Date.now();
  const child = stack.start(
    ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name, ...args],
  );
  const lines: string[] = [];
  let at: string | undefined;
  let cutAt: number | undefined;
  const strike = async (line: string) => {
    at = line.trim();
    await pause(cut.delayMs);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    cutAt = Date.now();
    process.kill(cut.how === "kill" ? child.pid : -child.pid, cut.how === "kill" ? "SIGKILL" : "SIGINT");
  };
  const read = (line: string) => {
    lines.push(line);
    if (at === undefined && cut.when(line)) void strike(line);
  };
  createInterface({ input: child.stdout }).on("line", read);
  createInterface({ input: child.stderr }).on("line", read);
  // After a kill the children hold the pipes open: the process's own end counts.
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => resolve());
  });
  const ended = Date.now();
  await pause(300);
  child.stdout.destroy();
  child.stderr.destroy();
  const text = lines.join("\n");
  await appendFile(stack.log, `$ pulumi up (cut off by ${cut.how})\n${text}\n`);
  return {
    text,
    code: child.exitCode,
    seconds: (ended - begun) / 1000,
    ...(cutAt === undefined || at === undefined ? {} : { at, secondsToEnd: (ended - cutAt) / 1000 }),
  };
}

/** The resource that a line says is being made, when it is one that reaches a server: a container, an image, a step … */
export function beginning(line: string): string | undefined {
  return /^\s*\+\s+((?:docker|command):\S+ \S+) creating\b/.exec(line)?.[1];
}
