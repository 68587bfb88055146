import { writeSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

/** How the process ends, and what it says on standard error before. */
export interface Ending {
  readonly status: number;
  readonly message?: string;
}

/**
 * How a verb ends whose standard output could not be written. Its own status stands, unless that is 0: half a report is
 * not to be taken for a whole one. A reader that has seen enough (`| head`) is no failure.
 */
export function endingOf(status: number, { code, message }: NodeJS.ErrnoException): Ending {
  if (code === "EPIPE") return { status };
  return {
    status: status === 0 ? 2 : status,
    message: `consortium: the output could not be written: ${message}\n`,
  };
}

/**
 * Lets a verb go on to its end whatever becomes of its output; the process then ends as {@link endingOf} says. A verb
 * that does not end by itself must listen for the error of standard output.
 */
export function outliveOutput(): void {
  const { stdout, stderr } = process;
  let lost: Error | undefined;
  stdout.on("error", (error) => {
    lost ??= error;
  });
  // There is nowhere to say it.
  stderr.on("error", () => {});
  // Not earlier: a pipe may close while the last of the output still waits for its reader.
  process.on("exit", (status) => {
    if (lost === undefined) return;
    const ending = endingOf(status, lost);
    process.exitCode = ending.status;
    if (ending.message !== undefined) stderr.write(ending.message);
  });
  writeWhole(stdout);
}

/** Node takes a write to a file that a full disk has cut short for a whole one; pipes and terminals are no files. */
function writeWhole(output: Writable & { readonly fd: number }): void {
  if (output instanceof Socket) return;
  output._write = (bytes: Buffer, _encoding, done) => {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(output.fd, bytes, at);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
}
