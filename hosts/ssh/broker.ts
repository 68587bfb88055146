import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex, PassThrough } from "node:stream";
import { messageOf, SshError, type SshFailure } from "./errors.js";
import { FrameReader, frame, readLine, writeFrame } from "./frames.js";
import type { SshPool } from "./pool.js";
import type { SshTarget } from "./target.js";

/** The first line on a broker connection. */
export type BrokerRequest = { readonly target: SshTarget } & (
  | { readonly kind: "connect" }
  | {
      readonly kind: "exec";
      readonly command: string;
      readonly timeoutSeconds?: number;
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string }
);

/** The line that answers it; after `ok` follow frames (exec) or the raw stream (tcp, unix). */
export type BrokerAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: SshFailure; readonly message: string };

export interface BrokerServer {
  /** The Unix socket to connect to (mode 0600, in a directory of mode 0700). */
  readonly path: string;
  close(): Promise<void>;
}

/**
 * Lets other programs of the same user work through a pool's connections.
 * Logins use the pool's agent; a client names the server with its pinned key, as for a connection of its own.
 */
export async function serveBroker(pool: SshPool): Promise<BrokerServer> {
  const directory = await mkdtemp(join(tmpdir(), "consortium-ssh-"));
  await chmod(directory, 0o700);
  const path = join(directory, "broker");
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(pool, socket).catch((error: unknown) => {
      if (!socket.destroyed) socket.end(`${JSON.stringify(refusal(error))}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  server.unref();
  return {
    path,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function serve(pool: SshPool, socket: Socket): Promise<void> {
  const request = JSON.parse(await readLine(socket)) as BrokerRequest;
  const connection = await pool.connection(request.target);
  switch (request.kind) {
    case "connect":
      socket.end(answer({ ok: true }));
      return;
    case "tcp":
      splice(socket, await connection.connectTcp(request.host, request.port));
      return;
    case "unix":
      splice(socket, await connection.connectUnix(request.path));
      return;
    case "exec":
      break;
    default:
      throw new SshError("target", `the broker does not know the request ${JSON.stringify(request)}`);
  }
  socket.write(answer({ ok: true }));
  const stdin = new PassThrough();
  const abort = new AbortController();
  const reader = new FrameReader();
  socket.on("data", (piece: Buffer) => {
    for (const { kind, payload } of reader.push(piece)) {
      if (kind === frame.stdin && !stdin.write(payload)) {
        socket.pause();
        stdin.once("drain", () => socket.resume());
      } else if (kind === frame.stdinEnd) stdin.end();
      else if (kind === frame.abort) abort.abort();
    }
  });
  socket.once("close", () => abort.abort());
  socket.once("end", () => abort.abort());
  // Whoever asked may have gone while the server was dialled.
  if (socket.destroyed) abort.abort();
  socket.resume();
  try {
    const { code } = await connection.exec(request.command, {
      stdin,
      signal: abort.signal,
      onStdout: (chunk) => void writeFrame(socket, frame.stdout, chunk),
      onStderr: (chunk) => void writeFrame(socket, frame.stderr, chunk),
      ...(request.timeoutSeconds === undefined ? {} : { timeoutSeconds: request.timeoutSeconds }),
      ...(request.env === undefined ? {} : { env: request.env }),
    });
    writeFrame(socket, frame.exit, Buffer.from(JSON.stringify({ code })));
  } catch (error) {
    if (!socket.destroyed) writeFrame(socket, frame.exit, Buffer.from(JSON.stringify(refusal(error))));
  }
  stdin.destroy();
  socket.end();
}

function splice(socket: Socket, channel: Duplex): void {
  socket.write(answer({ ok: true }));
  const drop = () => {
    socket.destroy();
    channel.destroy();
  };
  channel.on("error", drop);
  channel.once("close", drop);
  socket.once("close", drop);
  socket.pipe(channel);
  channel.pipe(socket);
}

function answer(line: BrokerAnswer): string {
  return `${JSON.stringify(line)}\n`;
}

function refusal(error: unknown): BrokerAnswer & { ok: false } {
  return {
    ok: false,
    failure: error instanceof SshError ? error.failure : "target",
    message: messageOf(error),
  };
}
