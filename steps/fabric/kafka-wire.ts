/*
 * Requests of Kafka's protocol that a gate needs, in versions that Kafka 1.0 to 3.9 speak. A client library asks
 * whichever broker it likes and follows names; a gate asks each broker what that broker itself sees.
 */

const clientId = "consortium-gate";

/** A request with its length in front. */
export function requestOf(
  { key, version }: { readonly key: number; readonly version: number },
  correlation: number,
  body: Buffer,
): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt16BE(key, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(correlation, 8);
  head.writeInt16BE(clientId.length, 12);
  const request = Buffer.concat([head, Buffer.from(clientId), body]);
  request.writeInt32BE(request.length - 4, 0);
  return request;
}

/** An array as requests hold it: its length, then its elements. */
export function arrayOf(elements: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(elements.length), ...elements]);
}

/** Text with its length in front. */
export function textOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number of 32 bits. */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Whether a whole response has come. */
export function isWholeResponse(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0);
}

/** The fields of a response with its length in front. @throws Error when it is cut short or answers something else. */
export function responseTo(correlation: number, bytes: Buffer): Reader {
  if (!isWholeResponse(bytes)) throw new Error("closed the connection before its answer was complete");
  const read = new Reader(bytes.subarray(4, 4 + bytes.readInt32BE(0)));
  if (read.int32() !== correlation) throw new Error("answered another request");
  return read;
}

/** Reads the fields of a response one after the other. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    this.#at += 1;
    return this.#bytes.readInt8(this.#at - 1);
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  int64(): number {
    this.#at += 8;
    return Number(this.#bytes.readBigInt64BE(this.#at - 8));
  }

  string(): string | undefined {
    const length = this.int16();
    if (length < 0) return undefined;
    this.#at += length;
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }

  array<T>(element: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, element);
  }
}
