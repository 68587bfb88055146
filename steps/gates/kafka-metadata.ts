import type { BrokerView, Partition } from "../../topology/quorum/health.js";

/*
 * The one request of Kafka's protocol that a gate needs: Metadata, version 1 (Kafka 0.10 to 3.9). A client library
 * asks whichever broker it likes and follows names; a gate asks each broker what that broker itself sees.
 */

const metadataKey = 3;
const version = 1;
const clientId = "consortium-gate";

/** Metadata request for all topics, with its length in front. */
export function metadataRequest(correlation: number): Buffer {
  const client = Buffer.from(clientId);
  const body = Buffer.alloc(14 + client.length);
  let at = body.writeInt16BE(metadataKey, 0);
  at = body.writeInt16BE(version, at);
  at = body.writeInt32BE(correlation, at);
  at = body.writeInt16BE(client.length, at);
  at += client.copy(body, at);
  // A null array of topics means all of them.
  body.writeInt32BE(-1, at);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length, 0);
  return Buffer.concat([length, body]);
}

/** Whether a whole response has come. */
export function isWholeResponse(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0);
}

/** Reads a Metadata response with its length in front. @throws Error when it is cut short or answers something else. */
export function readMetadata(bytes: Buffer, correlation: number): BrokerView {
  if (!isWholeResponse(bytes)) throw new Error("closed the connection before its answer was complete");
  const read = new Reader(bytes.subarray(4, 4 + bytes.readInt32BE(0)));
  if (read.int32() !== correlation) throw new Error("answered another request");
  const brokers = read.array(() => {
    const broker = { id: read.int32(), host: read.string() ?? "", port: read.int32() };
    read.string(); // rack
    return broker;
  });
  read.int32(); // controller
  const partitions = read.array((): Partition[] => {
    read.int16(); // error of the topic
    const topic = read.string() ?? "";
    read.int8(); // internal
    return read.array(() => {
      read.int16(); // error of the partition: the copies below say what is wrong
      const partition = read.int32();
      read.int32(); // leader
      const replicas = read.array(() => read.int32());
      return { topic, partition, replicas, isr: read.array(() => read.int32()) };
    });
  });
  return { brokers, partitions: partitions.flat() };
}

class Reader {
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
