import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Exchange, Transport } from "./transport.js";

/** The newest Docker API whose behaviour this code was written for; an older daemon is spoken to in its own. */
const newestApi = "1.47";

/** An answer of the Docker daemon that was not a success. */
export class DockerError extends Error {
  readonly status: number;
  /** The daemon's own words. */
  readonly detail: string;
  constructor(server: string, what: string, status: number, detail: string) {
    super(`${server}: ${what}: ${detail} (Docker answered ${status})`);
    this.name = "DockerError";
    this.status = status;
    this.detail = detail;
  }
}

/** One call to the daemon. */
export interface Call extends Omit<Exchange, "body"> {
  /** What is being done, for messages: `create container orderer0`. */
  readonly what: string;
  /** JSON, bytes (a tar) or a stream of bytes (a tar). */
  readonly body?: object | Buffer | Readable;
  /** Statuses beyond 2xx that are no error. */
  readonly allowed?: readonly number[];
}

/** The JSON answer and its status. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A Docker daemon. */
export class Engine {
  readonly #transport: Transport;
  #version: Promise<string> | undefined;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** How messages call the server. */
  get server(): string {
    return this.#transport.server;
  }

  /** A call answered by JSON (or by nothing). @throws DockerError */
  async json<T>(call: Call): Promise<Answer<T>> {
    const response = await this.raw(call);
    const text = (await read(response)).toString();
    const isJson = response.headers["content-type"]?.includes("json") === true && text !== "";
    return { status: response.statusCode ?? 0, body: (isJson ? JSON.parse(text) : {}) as T };
  }

  /** A call answered by bytes. @throws DockerError */
  async bytes(call: Call): Promise<Buffer> {
    return read(await this.raw(call));
  }

  /** A call answered by JSON lines, e.g. the progress of a pull; `line` may throw. @throws DockerError */
  async lines(call: Call, line: (value: { error?: string; status?: string }) => void): Promise<void> {
    const response = await this.raw(call);
    let rest = "";
    for await (const piece of response) {
      const lines = (rest + String(piece)).split("\n");
      rest = lines.pop() ?? "";
      for (const text of lines) if (text.trim() !== "") line(JSON.parse(text));
    }
    if (rest.trim() !== "") line(JSON.parse(rest));
  }

  /** A call whose successful answer is still to be read. @throws DockerError */
  async raw(call: Call): Promise<IncomingMessage> {
    this.#version ??= this.#negotiate();
    const version = await this.#version.catch((error: unknown) => {
      this.#version = undefined;
      throw error;
    });
    const response = await this.#transport.send({ ...exchange(call), path: `/v${version}${call.path}` });
    const status = response.statusCode ?? 0;
    if ((status >= 200 && status < 300) || call.allowed?.includes(status) === true) return response;
    const text = (await read(response)).toString();
    throw new DockerError(this.server, call.what, status, messageIn(text));
  }

  async #negotiate(): Promise<string> {
    const response = await this.#transport.send({ method: "GET", path: "/_ping" });
    await read(response);
    const theirs = String(response.headers["api-version"] ?? "1.41");
    return minor(theirs) < minor(newestApi) ? theirs : newestApi;
  }
}

function exchange({ what: _, allowed: __, body, headers, ...rest }: Call): Exchange {
  if (body === undefined) return { ...rest, ...(headers === undefined ? {} : { headers }) };
  if (Buffer.isBuffer(body) || "pipe" in body)
    return { ...rest, headers: { "content-type": "application/x-tar", ...headers }, body };
  return {
    ...rest,
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function minor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}

function messageIn(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? text).trim();
  } catch {
    return text.trim();
  }
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

/** `?a=b` of the values that are set. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const set = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(String(value))}`],
  );
  return set.length === 0 ? "" : `?${set.join("&")}`;
}
