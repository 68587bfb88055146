import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";

/** Where a database is and who asks. */
export interface MysqlLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Rows of an answer; values as text. */
export type Rows = readonly (readonly (string | null)[])[];

/** Capabilities: long password, protocol 4.1, connect with database, secure connection, plugin authentication. */
const capabilities = 0x1 | 0x200 | 0x8 | 0x8000 | 0x80000;
/** utf8mb4_general_ci. */
const charset = 45;

/**
 * Answer to a server's challenge for `mysql_native_password`: SHA1(password) XOR SHA1(challenge + SHA1(SHA1(password))).
 */
export function nativePassword(password: string, challenge: Buffer): Buffer {
  if (password === "") return Buffer.alloc(0);
  const sha1 = (...parts: readonly Buffer[]) => createHash("sha1").update(Buffer.concat(parts)).digest();
  const once = sha1(Buffer.from(password, "utf8"));
  const mask = sha1(challenge, sha1(once));
  return Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

/** A number in MySQL's length encoding: its value and how many bytes it takes; `null` for an absent value. */
function lengthEncoded(bytes: Buffer, at: number): { readonly value: number | null; readonly size: number } {
  const first = bytes[at] ?? 0;
  if (first === 0xfb) return { value: null, size: 1 };
  if (first === 0xfc) return { value: bytes.readUInt16LE(at + 1), size: 3 };
  if (first === 0xfd) return { value: bytes.readUIntLE(at + 1, 3), size: 4 };
  if (first === 0xfe) return { value: Number(bytes.readBigUInt64LE(at + 1)), size: 9 };
  return { value: first, size: 1 };
}

/** A login to MySQL or MariaDB that sends statements; no prepared ones, no TLS. */
export class Mysql {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  /** Version as the server greets. */
  readonly version: string;

  private constructor(socket: Socket, version: string) {
    this.#socket = socket;
    this.version = version;
  }

  /** Logs in. @throws Error with the server's message */
  static async open(login: MysqlLogin, seconds = 5): Promise<Mysql> {
    const socket = connect({ host: login.host, port: login.port });
    const waiting = new Mysql(socket, "");
    waiting.#listen(seconds);
    const greeting = await waiting.#packet();
    const end = greeting.body.indexOf(0, 1);
    if (greeting.body[0] === 0xff) throw serverError(greeting.body);
    if (greeting.body[0] !== 10) throw new Error(`${login.host}:${login.port}: no MySQL greeting`);
    const version = greeting.body.toString("latin1", 1, end);
    const rest = greeting.body.subarray(end + 5);
    const challenge = Buffer.concat([rest.subarray(0, 8), rest.subarray(27, 39)]);
    const client = new Mysql(socket, version);
    client.#take(waiting);
    client.#send(greeting.sequence + 1, loginPacket(login, challenge));
    const answer = await client.#packet();
    if (answer.body[0] === 0xfe) {
      // The server wants another method than the one it began with, with a challenge of its own.
      const name = answer.body.toString("latin1", 1, answer.body.indexOf(0, 1));
      if (name !== "mysql_native_password") throw new Error(`login method ${name} is not played`);
      const start = answer.body.indexOf(0, 1) + 1;
      client.#send(
        answer.sequence + 1,
        nativePassword(login.password, answer.body.subarray(start, start + 20)),
      );
      const second = await client.#packet();
      if (second.body[0] === 0xff) throw serverError(second.body);
    } else if (answer.body[0] === 0xff) throw serverError(answer.body);
    return client;
  }

  /** Sends one statement. @throws Error with the server's message */
  async query(statement: string): Promise<Rows> {
    this.#send(0, Buffer.concat([Buffer.from([0x03]), Buffer.from(statement, "utf8")]));
    const first = (await this.#packet()).body;
    if (first[0] === 0xff) throw serverError(first);
    if (first[0] === 0x00) return [];
    const columns = lengthEncoded(first, 0).value ?? 0;
    for (let column = 0; column <= columns; column++) await this.#packet();
    const rows: (string | null)[][] = [];
    for (;;) {
      const { body } = await this.#packet();
      if (body[0] === 0xff) throw serverError(body);
      if (body[0] === 0xfe && body.length < 9) return rows;
      rows.push(readRow(body, columns));
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(seconds: number): void {
    this.#socket.setTimeout(seconds * 1000, () =>
      this.#socket.destroy(new Error(`no answer in ${seconds} s`)),
    );
    this.#socket.on("data", (piece: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, piece]);
      this.#wake?.();
    });
    this.#socket.on("error", (error) => {
      this.#failure = error;
    });
    this.#socket.on("close", () => {
      this.#failure ??= new Error("the server closed the connection");
      this.#wake?.();
    });
  }

  #take(other: Mysql): void {
    this.#buffer = other.#buffer;
    this.#socket.removeAllListeners("data");
    this.#socket.removeAllListeners("error");
    this.#socket.removeAllListeners("close");
    this.#listen(10);
  }

  #send(sequence: number, body: Buffer): void {
    const head = Buffer.alloc(4);
    head.writeUIntLE(body.length, 0, 3);
    head[3] = sequence;
    this.#socket.write(Buffer.concat([head, body]));
  }

  async #packet(): Promise<{ readonly sequence: number; readonly body: Buffer }> {
    for (;;) {
      const length = this.#buffer.length < 4 ? Number.POSITIVE_INFINITY : this.#buffer.readUIntLE(0, 3) + 4;
      if (this.#buffer.length >= length) {
        const packet = { sequence: this.#buffer[3] ?? 0, body: this.#buffer.subarray(4, length) };
        this.#buffer = this.#buffer.subarray(length);
        return packet;
      }
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function loginPacket({ user, password, database }: MysqlLogin, challenge: Buffer): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt32LE(capabilities, 0);
  head.writeUInt32LE(16 * 1024 ** 2 - 1, 4);
  head[8] = charset;
  const answer = nativePassword(password, challenge);
  return Buffer.concat([
    head,
    Buffer.from(`${user}\0`, "utf8"),
    Buffer.from([answer.length]),
    answer,
    Buffer.from(`${database}\0mysql_native_password\0`, "utf8"),
  ]);
}

function readRow(body: Buffer, columns: number): (string | null)[] {
  let at = 0;
  return Array.from({ length: columns }, () => {
    const { value, size } = lengthEncoded(body, at);
    at += size;
    if (value === null) return null;
    const text = body.toString("utf8", at, at + value);
    at += value;
    return text;
  });
}

function serverError(body: Buffer): Error {
  return new Error(`${body.readUInt16LE(1)}: ${body.toString("utf8", 9)}`);
}

/** A text as SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
