import { setTimeout as sleep } from "node:timers/promises";
import type { LogLine } from "../hosts/docker/logs.js";
import { messageOf } from "../hosts/ssh/errors.js";

/** Waits between two tries to go on with a log, in ms. */
const retryMs = { first: 1000, most: 10_000 } as const;

/** How a log is followed over restarts of its container and breaks of its connection. */
export interface Following {
  /** Opens the log from a time on, following it; ends or throws when it cannot go on. */
  readonly open: (since: string) => AsyncIterable<LogLine>;
  /** Where to begin: lines from this time on, RFC 3339 with nanoseconds. */
  readonly since: string;
  /** Lines of that very time that were shown already. */
  readonly shown?: readonly LogLine[];
  readonly signal: AbortSignal;
  /** Called once when the log breaks off, and not again before lines have come. */
  readonly onBreak: (reason: string) => void;
  /** Waits between tries. Default 1 s, doubled up to 10 s. */
  readonly waitMs?: { readonly first: number; readonly most: number };
}

/**
 * Follows a log until the signal: where it breaks off it is opened again from its last line on, and no line is given
 * twice.
 */
export async function* followLog(following: Following): AsyncGenerator<LogLine> {
  const { open, signal, onBreak, waitMs = retryMs } = following;
  let since = following.since;
  let shown = new Set((following.shown ?? []).filter(({ time }) => time === since).map(keyOf));
  let wait: number = waitMs.first;
  let quiet = false;
  while (!signal.aborted) {
    let reason = "the log ended; does its container run?";
    const [resume, known] = [since, shown];
    try {
      for await (const line of open(resume)) {
        if (line.time < resume || (line.time === resume && known.has(keyOf(line)))) continue;
        if (line.time > since) {
          since = line.time;
          shown = new Set();
        }
        if (line.time === since) shown = new Set([...shown, keyOf(line)]);
        [wait, quiet] = [waitMs.first, false];
        yield line;
      }
    } catch (error) {
      reason = messageOf(error);
    }
    if (signal.aborted) return;
    if (!quiet) onBreak(reason);
    quiet = true;
    await sleep(wait, undefined, { signal }).catch(() => {});
    wait = Math.min(wait * 2, waitMs.most);
  }
}

function keyOf({ stream, text }: LogLine): string {
  return `${stream} ${text}`;
}
