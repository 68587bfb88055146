import type { Duplex } from "node:stream";

/** Seconds a service has to answer a health request. */
export const answerSeconds = 5;

/**
 * Sends a request and collects the answer, until the other side ends or `complete` says that it is all there.
 * @throws Error when nothing complete came in time or the connection broke.
 */
export async function exchange(
  socket: Duplex,
  request: string | Uint8Array,
  complete: (answer: Buffer) => boolean = () => false,
): Promise<Buffer> {
  let answer = Buffer.alloc(0);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${answerSeconds} s`)),
        answerSeconds * 1000,
      );
      socket.on("data", (chunk: Buffer) => {
        answer = Buffer.concat([answer, chunk]);
        if (complete(answer)) resolve();
      });
      socket.once("end", resolve);
      socket.once("close", resolve);
      socket.once("error", reject);
      socket.write(request);
    });
  } finally {
    clearTimeout(timer);
    socket.on("error", () => {});
    socket.destroy();
  }
  return answer;
}

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One GET over a connection of its own. HTTP 1.0: the server ends the connection after the body and sends no chunks.
 * @throws Error when the answer is no HTTP answer or does not come in time.
 */
export function httpGet(socket: Duplex, host: string, path: string): Promise<HttpAnswer> {
  return http(socket, `GET ${path} HTTP/1.0\r\nHost: ${host}\r\nAccept: */*\r\n\r\n`);
}

/** One POST of JSON over a connection of its own, otherwise as {@link httpGet}. */
export function httpPost(socket: Duplex, host: string, path: string, body: string): Promise<HttpAnswer> {
  const head = [
    `POST ${path} HTTP/1.0`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return http(socket, `${head.join("\r\n")}\r\n\r\n${body}`);
}

async function http(socket: Duplex, request: string): Promise<HttpAnswer> {
  const answer = (await exchange(socket, request, isWhole)).toString();
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
  const end = answer.indexOf("\r\n\r\n");
  if (status === undefined || end < 0)
    throw new Error(answer === "" ? "closed the connection without an answer" : "no HTTP answer");
  return { status: Number(status), body: answer.slice(end + 4) };
}

/** A server may keep the connection open all the same; then the length says where the body ends. */
function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /^content-length: *(\d+)\r?$/im.exec(answer.subarray(0, end).toString())?.[1];
  return length !== undefined && answer.length >= end + 4 + Number(length);
}

/** Why a service did not answer, in a few words: the transport's message names the server, which stands beside it. */
export function shortReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // OpenSSL's own message is a line of source positions; Node gives the reason beside it.
  if (error instanceof Error && "reason" in error && typeof error.reason === "string")
    return `TLS: ${error.reason}`;
  const refused = /Channel open failure: ([^()]*)/i.exec(text)?.[1];
  return refused === undefined ? text : refused.trim().toLowerCase();
}
