import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./connect.js";
import { Connection } from "./connection.js";
import { SshError, worthRetrying } from "./errors.js";
import type { ExecOptions, ExecResult, Link } from "./link.js";
import { describeTarget, type SshCredentials, type SshTarget } from "./target.js";

/** How long and how often a server is dialled before giving up. */
export interface DialPolicy {
  /** Dials before giving up; -1 for no limit. Default 10, with waits of 0.1 s × 1.5ⁿ up to 5 s (≈ 11 s in all). */
  readonly attempts?: number;
  /** Time for one dial. Default 15 s. */
  readonly perDialSeconds?: number;
  /** No new dial after this time. Default 60 s. */
  readonly deadlineSeconds?: number;
}

/** What a pool may be told about one login. */
export interface LinkOptions extends DialPolicy {
  readonly credentials?: SshCredentials;
  /** Login on the jump host, when it differs from the one on the server. */
  readonly jumpCredentials?: SshCredentials;
}

/**
 * One SSH connection for each server, shared by everybody who asks for it.
 * A connection that broke is made again at the next use. Commands are never repeated.
 */
export class SshPool {
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #handshakes = new Map<string, number>();
  readonly #stop = new AbortController();

  /** Finished handshakes so far, by server. */
  get handshakes(): ReadonlyMap<string, number> {
    return this.#handshakes;
  }

  /** A link that lasts as long as the pool: closing it changes nothing. Connects at first use. */
  link(target: SshTarget, options: LinkOptions = {}): Link {
    const now = () => this.connection(target, options);
    return {
      exec: async (command: string, exec?: ExecOptions): Promise<ExecResult> =>
        (await now()).exec(command, exec),
      connectTcp: async (host: string, port: number): Promise<Duplex> => (await now()).connectTcp(host, port),
      connectUnix: async (path: string): Promise<Duplex> => (await now()).connectUnix(path),
      close: async () => {},
    };
  }

  /** The live connection to a server; made when there is none. @throws SshError */
  async connection(target: SshTarget, options: LinkOptions = {}): Promise<Connection> {
    const key = keyOf(target, options);
    const known = this.#connections.get(key);
    if (known !== undefined) {
      const connection = await known;
      if (connection.open) return connection;
      if (this.#connections.get(key) === known) this.#connections.delete(key);
      return this.connection(target, options);
    }
    const made = this.#dial(target, options, () => {
      if (this.#connections.get(key) === made) this.#connections.delete(key);
    });
    this.#connections.set(key, made);
    made.catch(() => {
      if (this.#connections.get(key) === made) this.#connections.delete(key);
    });
    return made;
  }

  /** Closes every connection; dials under way fail with "aborted". */
  async close(): Promise<void> {
    this.#stop.abort();
    const all = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(all.map((made) => made.then((connection) => connection.close()).catch(() => {})));
  }

  async #dial(target: SshTarget, options: LinkOptions, closed: () => void): Promise<Connection> {
    const attempts = options.attempts ?? 10;
    const deadline = Date.now() + (options.deadlineSeconds ?? 60) * 1000;
    for (let attempt = 1, waitMs = 100; ; attempt += 1, waitMs = Math.min(waitMs * 1.5, 5000)) {
      if (this.#stop.signal.aborted)
        throw new SshError("aborted", `${describeTarget(target)}: connecting was cancelled`);
      try {
        return await this.#dialOnce(target, options, closed);
      } catch (error) {
        const last = (attempts >= 0 && attempt >= attempts) || Date.now() + waitMs > deadline;
        if (!worthRetrying(error) || last) {
          if (attempt > 1 && error instanceof SshError)
            throw new SshError(error.failure, `${error.message} (tried ${attempt} times)`, { cause: error });
          throw error;
        }
      }
      await sleep(waitMs);
    }
  }

  async #through(jump: SshTarget, target: SshTarget, options: LinkOptions): Promise<Duplex> {
    const connection = await this.connection(jump, jumpOptions(options));
    return connection.connectTcp(target.host, target.port).catch(viaJump(target));
  }

  async #dialOnce(target: SshTarget, options: LinkOptions, closed: () => void): Promise<Connection> {
    const sock = target.jump === undefined ? undefined : await this.#through(target.jump, target, options);
    const client = await connect(target, {
      signal: this.#stop.signal,
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      ...(options.perDialSeconds === undefined ? {} : { timeoutSeconds: options.perDialSeconds }),
      ...(sock === undefined ? {} : { sock }),
    });
    const server = describeTarget(target);
    this.#handshakes.set(server, (this.#handshakes.get(server) ?? 0) + 1);
    return new Connection(client, server, closed);
  }
}

/** The parts of the options that a jump host shares. */
function jumpOptions({ credentials, jumpCredentials, ...policy }: LinkOptions): LinkOptions {
  const login = jumpCredentials ?? credentials;
  return login === undefined ? policy : { ...policy, credentials: login };
}

/** A refused forwarding on the jump host means that the server behind it cannot be reached. */
function viaJump(target: SshTarget): (error: unknown) => never {
  return (error) => {
    if (error instanceof SshError && error.failure === "channel")
      throw new SshError("unreachable", `${describeTarget(target)}: cannot be reached: ${error.message}`, {
        cause: error,
      });
    throw error;
  };
}

/** Same server, user, key and login: same connection. The comment behind a host key means nothing. */
function keyOf(target: SshTarget, { credentials, jumpCredentials }: LinkOptions): string {
  const logins = [credentials ?? {}, target.jump === undefined ? {} : (jumpCredentials ?? {})];
  const hops: unknown[] = [];
  for (let hop: SshTarget | undefined = target; hop !== undefined; hop = hop.jump)
    hops.push([hop.host, hop.port, hop.user, hop.hostKey.trim().split(/\s+/).slice(0, 2)]);
  return createHash("sha256")
    .update(JSON.stringify([hops, logins]))
    .digest("hex");
}
