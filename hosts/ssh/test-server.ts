import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server as NetServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import ssh2, { type ParsedKey } from "ssh2";
import type { SshTarget } from "./target.js";

/** An SSH server, for tests. */
export interface TestServer {
  readonly target: SshTarget;
  /** Logins so far. */
  readonly logins: () => number;
  /** Breaks every connection, as a network failure would. */
  readonly breakConnections: () => void;
  close(): Promise<void>;
}

/** An ssh agent with one key, for tests. */
export interface TestAgent {
  readonly socket: string;
  /** The public key in authorized_keys format. */
  readonly publicKey: string;
  /** The private key in OpenSSH format. */
  readonly privateKey: string;
  close(): Promise<void>;
}

/** A new Ed25519 key pair in OpenSSH formats. ssh2 1.17 writes one private key in 256 in a form it cannot read itself. */
export function newKey(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

function parse(key: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

/** Starts an agent that holds one new key. */
export async function startAgent(): Promise<TestAgent> {
  const directory = await mkdtemp(join(tmpdir(), "consortium-agent-"));
  const socket = join(directory, "agent");
  const pair = newKey();
  const key = parse(pair.private);
  const server = createServer((client) => {
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on("identities", (request) => protocol.getIdentitiesReply(request, [key]));
    protocol.on("sign", (request, _publicKey, data) => protocol.signReply(request, key.sign(data)));
    client.on("error", () => {});
    protocol.on("error", () => client.destroy());
    client.pipe(protocol).pipe(client);
  });
  await listen(server, socket);
  return {
    socket,
    publicKey: pair.public,
    privateKey: pair.private,
    async close() {
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface TestServerOptions {
  /** The public key that may log in. */
  readonly authorized: string;
  /** Sessions at once on a connection, as sshd's MaxSessions. Default: no limit. */
  readonly maxSessions?: number;
}

/** Starts an SSH server on loopback that runs commands with `sh -c` and forwards TCP and Unix sockets. */
export async function startServer(options: TestServerOptions): Promise<TestServer> {
  const hostKey = newKey();
  const authorized = parse(options.authorized);
  let logins = 0;
  const sockets = new Set<Socket>();
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    let sessions = 0;
    client.on("error", () => {});
    client.on("authentication", (context) => {
      const ours = context.method === "publickey" && context.key.data.equals(authorized.getPublicSSH());
      if (!ours) return context.reject(["publickey"]);
      if (context.signature !== undefined && context.blob !== undefined) {
        if (authorized.verify(context.blob, context.signature) !== true) return context.reject();
        logins += 1;
      }
      context.accept();
    });
    client.on("ready", () => {
      client.on("session", (accept, reject) => {
        if (sessions >= (options.maxSessions ?? Number.POSITIVE_INFINITY)) return reject();
        sessions += 1;
        const session = accept();
        session.once("close", () => {
          sessions -= 1;
        });
        session.on("exec", (acceptExec, _reject, { command }) => {
          const channel = acceptExec();
          const child = spawn("sh", ["-c", command], { detached: true });
          session.on("signal", (_accept: unknown, _reject: unknown, info: { name: string }) => {
            if (child.pid !== undefined) process.kill(-child.pid, `SIG${info.name}` as NodeJS.Signals);
          });
          child.stdin.on("error", () => {});
          channel.on("error", () => {});
          channel.pipe(child.stdin);
          child.stdout.pipe(channel, { end: false });
          child.stderr.pipe(channel.stderr, { end: false });
          child.on("close", (code, signal) => {
            if (code === null) channel.exit(signal?.replace("SIG", "") ?? "KILL");
            else channel.exit(code);
            channel.end();
          });
        });
      });
      client.on("tcpip", (accept, reject, info) =>
        splice(connect(info.destPort, info.destIP), accept, reject),
      );
      client.on("openssh.streamlocal", (accept, reject, info) =>
        splice(connect(info.socketPath), accept, reject),
      );
    });
  });
  server.on("connection", () => {});
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  await listen(front, { host: "127.0.0.1", port: 0 });
  const address = front.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const breakConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    target: { host: "127.0.0.1", port: address.port, user: userInfo().username, hostKey: hostKey.public },
    logins: () => logins,
    breakConnections,
    async close() {
      breakConnections();
      await new Promise<void>((resolve) => front.close(() => resolve()));
    },
  };
}

function splice(socket: Socket, accept: () => import("node:stream").Duplex, reject: () => void): void {
  socket.once("error", () => reject());
  socket.once("connect", () => {
    const channel = accept();
    socket.removeAllListeners("error");
    socket.on("error", () => channel.destroy());
    channel.on("error", () => socket.destroy());
    channel.pipe(socket).pipe(channel);
  });
}

function listen(server: NetServer, at: string | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => resolve());
  });
}
