import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { StackPlace } from "./place.js";
import { UsageError } from "./verb.js";

/** What an argument of a verb may be. Never a secret: the file is kept, and shown by `./consortium events`. */
export type EventArguments = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** One line of the audit file: what was run, by whom and when. */
export interface OperationEvent {
  /** When it began, ISO 8601 in UTC. */
  readonly time: string;
  /** Login name; under sudo the name of who called it. */
  readonly user: string;
  /** The machine it was run on. */
  readonly host: string;
  /** The stack's own name. */
  readonly stack: string;
  readonly verb: string;
  readonly arguments: EventArguments;
  /** `done`, `exit status <n>`, `failed: <first line>`, or `interrupted by <signal>`. */
  readonly result: string;
  /** How long it took. */
  readonly seconds: number;
}

/** The audit file of a stack: `.consortium/events.jsonl` beside its stack file. */
export function eventFile({ file }: Pick<StackPlace, "file">): string {
  return join(dirname(file), ".consortium", "events.jsonl");
}

/** Who runs this process. */
export function caller(): { readonly user: string; readonly host: string } {
  return { user: process.env.SUDO_USER ?? userInfo().username, host: hostname() };
}

/**
 * Makes sure that events can be written, before anything is touched: the folder ignores itself in git, the file is its
 * owner's alone.
 * @throws UsageError when it cannot be written.
 */
export async function openEventFile(place: Pick<StackPlace, "file">): Promise<string> {
  const file = eventFile(place);
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(join(dirname(file), ".gitignore"), "*\n", { flag: "wx" }).catch(unlessThere);
    await appendFile(file, "", { mode: 0o600 });
  } catch (error) {
    throw new UsageError(
      `${file}: what is run must be written down here, and that is not possible (${error instanceof Error ? error.message : String(error)}). ` +
        "Nothing was changed; make the file writable for you, or move it away",
    );
  }
  return file;
}

function unlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
}

/** Events as they stand in the file, oldest first; none when there is no file. Lines that are no event are counted. */
export async function readEvents(
  place: Pick<StackPlace, "file">,
): Promise<{ readonly events: readonly OperationEvent[]; readonly unreadable: number }> {
  let text: string;
  try {
    text = await readFile(eventFile(place), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { events: [], unreadable: 0 };
    throw new UsageError(`${eventFile(place)} cannot be read: ${(error as Error).message}`);
  }
  const lines = text.split("\n").filter((line) => line !== "");
  const events = lines.flatMap((line) => eventOf(line) ?? []);
  return { events, unreadable: lines.length - events.length };
}

function eventOf(line: string): OperationEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<OperationEvent> | null;
    return typeof event?.time === "string" && typeof event.verb === "string"
      ? (event as OperationEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
