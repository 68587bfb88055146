import type { Duplex } from "node:stream";
import { type Link, onAbort } from "../ssh/index.js";
import { dockerSocket } from "./container.js";

/** One line that a container wrote. */
export interface LogLine {
  /** When Docker took it, RFC 3339 with nanoseconds in UTC: lines of several servers sort by it as text. */
  readonly time: string;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** Which lines of a container's log. */
export interface LogRange {
  /** From this time on, RFC 3339. Default: from the beginning. */
  readonly since?: string;
  /** At most so many, the last ones. Default: all. */
  readonly tail?: number;
}

/**
 * A container's log by Docker's API, over a channel of its own: nothing is left running on the server when we stop. It
 * ends with the log, or where it is followed when the container stops.
 * @throws SshError when the connection breaks, Error when Docker refuses.
 */
export async function* dockerLogs(
  link: Pick<Link, "connectUnix">,
  container: string,
  range: LogRange,
  mode: "read" | "follow",
  signal?: AbortSignal,
): AsyncGenerator<LogLine> {
  if (signal?.aborted) return;
  const socket = await link.connectUnix(dockerSocket);
  const unwatch = onAbort(signal, () => socket.destroy());
  try {
    socket.write(`GET ${logPath(container, range, mode)} HTTP/1.0\r\nHost: docker\r\n\r\n`);
    yield* linesOf(socket);
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    unwatch();
    socket.destroy();
  }
}

/** The request's path; Docker takes times as seconds with nanoseconds behind the point. */
export function logPath(container: string, { since, tail }: LogRange, mode: "read" | "follow"): string {
  const query = new URLSearchParams({
    stdout: "1",
    stderr: "1",
    timestamps: "1",
    ...(mode === "follow" ? { follow: "1" } : {}),
    ...(since === undefined ? {} : { since: secondsOf(since) }),
    ...(tail === undefined ? {} : { tail: String(tail) }),
  });
  return `/containers/${encodeURIComponent(container)}/logs?${query}`;
}

function secondsOf(time: string): string {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? "";
  return `${Math.floor(Date.parse(time) / 1000)}.${fraction.padEnd(9, "0")}`;
}

async function* linesOf(socket: Duplex): AsyncGenerator<LogLine> {
  const reader = new LogReader();
  for await (const chunk of socket) yield* reader.push(chunk as Buffer);
  yield* reader.end();
}

const streams = { 1: "stdout", 2: "stderr" } as const;

/**
 * Reads Docker's answer piece by piece: HTTP's head, then frames of 8 bytes (stream, three zeros, length) and the
 * output with Docker's time before each line.
 */
export class LogReader {
  #bytes = Buffer.alloc(0);
  #status: number | undefined;
  readonly #open = { stdout: "", stderr: "" };

  /** @throws Error when Docker refuses or the answer is no multiplexed log. */
  push(chunk: Buffer): LogLine[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#status === undefined) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (end < 0) return [];
      this.#status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(this.#bytes.toString("latin1", 0, end))?.[1]);
      this.#bytes = this.#bytes.subarray(end + 4);
    }
    return this.#status === 200 ? this.#frames() : [];
  }

  /** What is left when the answer has ended. @throws Error with Docker's own words when it was a refusal. */
  end(): LogLine[] {
    if (this.#status === undefined) throw new Error("Docker closed the connection without an answer");
    if (this.#status !== 200) throw new Error(refusalIn(this.#status, this.#bytes.toString()));
    return (["stdout", "stderr"] as const).flatMap((stream) => {
      const rest = this.#open[stream];
      this.#open[stream] = "";
      return rest === "" ? [] : [lineOf(stream, rest)];
    });
  }

  #frames(): LogLine[] {
    const lines: LogLine[] = [];
    while (this.#bytes.length >= 8) {
      const stream = streams[this.#bytes.readUInt8(0) as 1 | 2];
      if (stream === undefined)
        throw new Error("Docker's answer is no log in frames; does the container have a terminal?");
      const end = 8 + this.#bytes.readUInt32BE(4);
      if (this.#bytes.length < end) break;
      const [whole, rest] = cut(this.#open[stream] + this.#bytes.toString("utf8", 8, end));
      this.#open[stream] = rest;
      lines.push(...whole.map((text) => lineOf(stream, text)));
      this.#bytes = this.#bytes.subarray(end);
    }
    return lines;
  }
}

/** Whole lines, and what follows the last line end. */
function cut(text: string): [string[], string] {
  const lines = text.split("\n");
  return [lines.slice(0, -1), lines.at(-1) ?? ""];
}

function lineOf(stream: "stdout" | "stderr", text: string): LogLine {
  const at = text.indexOf(" ");
  return {
    time: text.slice(0, at < 0 ? undefined : at),
    stream,
    text: at < 0 ? "" : text.slice(at + 1).replace(/\r$/, ""),
  };
}

function refusalIn(status: number, body: string): string {
  const said = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body.trim();
  return `Docker answered ${status}: ${said}`;
}
