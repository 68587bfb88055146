import { appendFileSync } from "node:fs";
import { caller, type EventArguments, type OperationEvent, openEventFile } from "./event-file.js";
import type { StackPlace } from "./place.js";

/** What is run, as it is written down. */
export interface Act {
  readonly verb: string;
  /** Selection and options, without secrets. */
  readonly arguments: EventArguments;
}

/**
 * Runs `work` and writes one line about it into the stack's audit file, also when it fails or is interrupted.
 * Wrap the part of a verb that acts, after it has asked:
 *
 *     finish(await recordEvent(place, { verb: "restart", arguments: { services: names } }, async () => 0));
 *
 * @param work gives the exit status
 * @returns what `work` gives
 * @throws UsageError before `work` is begun when the file cannot be written; else what `work` throws.
 */
export async function recordEvent<Status extends number>(
  place: Pick<StackPlace, "file" | "label">,
  act: Act,
  work: () => Promise<Status>,
): Promise<Status> {
  const file = await openEventFile(place);
  const begun = Date.now();
  const write = (result: string) => {
    const event: OperationEvent = {
      time: new Date(begun).toISOString(),
      ...caller(),
      stack: place.label,
      verb: act.verb,
      arguments: act.arguments,
      result,
      seconds: Math.round((Date.now() - begun) / 100) / 10,
    };
    // One write with O_APPEND: lines of verbs that run side by side do not mix. At once, for a signal may end us.
    appendFileSync(file, `${JSON.stringify(event)}\n`, { mode: 0o600 });
  };
  const forget = onInterrupt((signal) => write(`interrupted by ${signal}`));
  try {
    const status = await work();
    write(status === 0 ? "done" : `exit status ${status}`);
    return status;
  } catch (error) {
    write(`failed: ${firstLine(error)}`);
    throw error;
  } finally {
    forget();
  }
}

const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `tell` when a signal is about to end the process; a verb that handles the signal itself goes on and is not told of. */
function onInterrupt(tell: (signal: string) => void): () => void {
  const listeners = interrupts.map((signal) => {
    const listener = () => {
      if (process.listenerCount(signal) > 1) return;
      tell(signal);
      forget();
      process.kill(process.pid, signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  const forget = () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
  return forget;
}

/** Our own messages say what failed in their first line; what a server printed follows on later ones. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? "";
}
