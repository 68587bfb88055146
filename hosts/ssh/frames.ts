import type { Writable } from "node:stream";

/** Kinds of frames on a broker connection that runs a command. */
export const frame = {
  /** client → server: bytes for standard input */
  stdin: 0,
  /** client → server: end of standard input */
  stdinEnd: 1,
  /** client → server: stop the command */
  abort: 2,
  /** server → client: bytes of standard output */
  stdout: 3,
  /** server → client: bytes of standard error */
  stderr: 4,
  /** server → client: the end, JSON `{code}` or `{failure, message}` */
  exit: 5,
} as const;

/** One frame: a kind and its bytes. */
export interface Frame {
  readonly kind: number;
  readonly payload: Buffer;
}

/** Writes a frame: kind (1 byte), length (4 bytes, big endian), payload. False asks the writer to wait for "drain". */
export function writeFrame(to: Writable, kind: number, payload: Uint8Array = new Uint8Array()): boolean {
  const head = Buffer.alloc(5);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(payload.length, 1);
  return to.write(Buffer.concat([head, payload]));
}

/** Cuts a byte stream into frames, whatever the pieces it arrives in. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete with this piece. */
  push(piece: Uint8Array): Frame[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#rest, piece]);
    const frames: Frame[] = [];
    while (this.#rest.length >= 5) {
      const end = 5 + this.#rest.readUInt32BE(1);
      if (this.#rest.length < end) break;
      frames.push({ kind: this.#rest.readUInt8(0), payload: Buffer.from(this.#rest.subarray(5, end)) });
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

/**
 * Waits for the first line of a stream and leaves everything after it unread. The stream is left as new, neither
 * flowing nor paused: an HTTP client starts only such a one by listening. @throws Error when it ends before.
 */
export function readLine(from: import("node:net").Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const stop = () => {
      from.off("readable", readable);
      from.off("error", failed);
      from.off("close", ended);
      from.off("end", ended);
    };
    const failed = (error: Error) => {
      stop();
      reject(error);
    };
    const ended = () => failed(new Error("the connection ended before its first line"));
    const readable = () => {
      for (let piece: Buffer | null = from.read(); piece !== null; piece = from.read()) {
        seen = Buffer.concat([seen, piece]);
        const newline = seen.indexOf(10);
        if (newline >= 0) {
          stop();
          const rest = seen.subarray(newline + 1);
          if (rest.length > 0) from.unshift(rest);
          // Node forgets the listener at the end of this tick.
          setImmediate(() => resolve(seen.subarray(0, newline).toString()));
          return;
        }
        if (seen.length > 1 << 20) failed(new Error("the first line is longer than 1 MiB"));
      }
    };
    from.on("readable", readable);
    from.on("error", failed);
    from.on("close", ended);
    from.on("end", ended);
  });
}
