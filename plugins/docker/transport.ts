import { Agent, type ClientRequestArgs, type IncomingMessage, request } from "node:http";
import { connect as connectNet } from "node:net";
import type { Duplex, Readable } from "node:stream";
import { SshError } from "../../hosts/ssh/errors.js";
import type { SshPool } from "../../hosts/ssh/pool.js";
import { describeTarget } from "../../hosts/ssh/target.js";
import { parseSshHost } from "./ssh-options.js";

/** A way to one Docker daemon. */
export interface DaemonAddress {
  /** How messages call the server. */
  readonly server: string;
  connect(): Promise<Duplex>;
}

/** Where Docker listens on a server that is reached by SSH. */
const remoteSocket = "/var/run/docker.sock";

/** Connections to one daemon at once. */
const connectionsPerDaemon = 8;

/** Reads a docker host (`ssh://`, `unix://`, `tcp://`). @throws Error when it cannot be used. */
export function daemonAddress(host: string, sshOpts: readonly string[], pool: SshPool): DaemonAddress {
  const url = new URL(host);
  switch (url.protocol) {
    case "ssh:": {
      const { target, options } = parseSshHost(host, sshOpts);
      const link = pool.link(target, options);
      return {
        server: describeTarget(target),
        connect: async () => asSocket(await link.connectUnix(remoteSocket)),
      };
    }
    case "unix:":
      return { server: host, connect: () => local({ path: url.pathname }) };
    case "tcp:":
      return { server: host, connect: () => local({ host: url.hostname, port: Number(url.port || 2375) }) };
    default:
      throw new Error(`docker host ${host}: use ssh://user@host:port, unix:///path or tcp://host:port`);
  }
}

function local(at: { path: string } | { host: string; port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectNet(at);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

/** node:http calls these of a TCP socket; an SSH channel has none of them. */
function asSocket(channel: Duplex): Duplex {
  const self = () => channel;
  return Object.assign(channel, {
    setKeepAlive: self,
    setNoDelay: self,
    setTimeout: self,
    ref: self,
    unref: self,
    destroySoon: () => channel.end(),
  });
}

/** One HTTP exchange with a daemon. */
export interface Exchange {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
  readonly signal?: AbortSignal;
}

/** HTTP over kept-alive connections to one daemon. */
export class Transport {
  readonly server: string;
  readonly #agent: Agent;

  constructor(address: DaemonAddress) {
    this.server = address.server;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connectionsPerDaemon });
    Object.assign(this.#agent, {
      createConnection(_options: unknown, done: (error: Error | null, stream?: Duplex) => void) {
        address.connect().then(
          (stream) => done(null, stream),
          (error: Error) => done(error),
        );
      },
    });
  }

  /** The answer, whose body is still to be read. @throws Error that names the server. */
  async send(exchange: Exchange): Promise<IncomingMessage> {
    const streamed = exchange.body !== undefined && !Buffer.isBuffer(exchange.body);
    for (let stale = 0; ; stale += 1) {
      try {
        return await this.#once(exchange);
      } catch (error) {
        // A kept connection may have been closed by the daemon just when it was used again: nothing was answered.
        if (!(error instanceof Stale) || streamed || stale > connectionsPerDaemon) throw error;
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #once({ method, path, headers, body, signal }: Exchange): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options: ClientRequestArgs = {
        agent: this.#agent,
        host: "docker",
        method,
        path,
        headers: {
          ...headers,
          ...(Buffer.isBuffer(body) ? { "content-length": String(body.length) } : {}),
        },
      };
      const sent = request(signal === undefined ? options : { ...options, signal }, resolve);
      sent.once("error", (error: NodeJS.ErrnoException) => {
        if (signal?.aborted) reject(new SshError("aborted", `${this.server}: cancelled`));
        else if (error instanceof SshError) reject(error);
        else if (sent.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(error.code ?? ""))
          reject(new Stale(error.message));
        else
          reject(
            new Error(
              `${this.server}: the Docker daemon cannot be reached (${error.message}). Check that dockerd runs and that the user may use its socket (group docker)`,
            ),
          );
      });
      if (body === undefined || Buffer.isBuffer(body)) sent.end(body);
      else body.pipe(sent);
    });
  }
}

class Stale extends Error {}
