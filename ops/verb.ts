import type { Command } from "commander";

/** What a verb ends with: 0 done, 1 the answer is no (findings, not ready, refused), 2 it could not be asked. */
export type ExitStatus = 0 | 1 | 2;

/**
 * Ends a verb with an exit status other than 0, after it has said why: an {@link ExitStatus}, the one of the program
 * that `exec` has run, or 3 where `status` finds the network asleep.
 */
export type Finish = (status: number) => void;

/** One verb of the command line, in a file of its own; registered in `verbs.ts`. */
export interface Verb {
  /** Adds the verb with its arguments, options and help to the program. */
  register(program: Command, finish: Finish): void;
}

/** An error that the user can act on: its message is shown as it is, without a stack trace. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
