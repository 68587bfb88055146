import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { type Duplex, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, ClientChannel } from "ssh2";
import { messageOf, SshError } from "./errors.js";
import type { ExecOptions, ExecResult } from "./link.js";
import { onAbort } from "./on-abort.js";
import { quote } from "./quote.js";
import { Slots } from "./slots.js";

/** Sessions at once on one connection; sshd allows 10 (MaxSessions) and frees them a little late. */
export const execChannels = 8;

/** How long a refused session is tried again: someone else may hold the server's sessions. */
const openFailurePatienceMs = 10_000;

/** One live SSH connection to one server. */
export class Connection {
  readonly server: string;
  readonly #client: Client;
  readonly #slots = new Slots(execChannels);
  #open = true;

  /** `closed` is called once, when the connection is gone for whatever reason. */
  constructor(client: Client, server: string, closed: () => void) {
    this.#client = client;
    this.server = server;
    client.on("error", () => {});
    // Each channel that is being opened listens for the connection's end; there may be many.
    client.setMaxListeners(0);
    client.once("close", () => {
      this.#open = false;
      closed();
    });
  }

  get open(): boolean {
    return this.#open;
  }

  async exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    const release = await this.#slots.take();
    try {
      if (options.signal?.aborted) throw this.#aborted();
      const mark = stoppable(options) ? `CONSORTIUM_EXEC=${randomUUID()}` : undefined;
      const line = mark === undefined ? command : `exec env ${mark} sh -c ${quote(command)}`;
      const ended = await this.#session(line, options.env ?? {}, (channel) =>
        this.#run(channel, options, mark),
      );
      return await ended();
    } finally {
      release();
    }
  }

  connectTcp(host: string, port: number): Promise<Duplex> {
    return this.#channel(`a TCP connection to ${host}:${port}`, "AllowTcpForwarding", (done) =>
      this.#client.forwardOut("127.0.0.1", 0, host, port, done),
    );
  }

  connectUnix(path: string): Promise<Duplex> {
    return this.#channel(`the socket ${path}`, "AllowStreamLocalForwarding", (done) =>
      this.#client.openssh_forwardOutStreamLocal(path, done),
    );
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => this.#client.destroy(), 1000);
      this.#client.once("close", () => {
        clearTimeout(force);
        resolve();
      });
      this.#client.end();
    });
  }

  #aborted(): SshError {
    return new SshError("aborted", `${this.server}: the command was cancelled`);
  }

  #lost(error?: unknown): SshError {
    return new SshError(
      "lost",
      `${this.server}: the connection broke${error === undefined ? "" : ` (${messageOf(error)})`}; what was running there may have finished or not`,
    );
  }

  /** Starts a command; `started` runs in the same turn, since output and end may come in the same packet. */
  async #session<T>(
    command: string,
    env: Readonly<Record<string, string>>,
    started: (channel: ClientChannel) => T,
  ): Promise<T> {
    const deadline = Date.now() + openFailurePatienceMs;
    for (let waitMs = 25; ; waitMs = Math.min(waitMs * 1.6, 1000)) {
      if (!this.#open) throw this.#lost();
      try {
        return await this.#openWith((done) => this.#client.exec(command, { env: { ...env } }, done), started);
      } catch (error) {
        if (error instanceof SshError) throw error;
        const text = messageOf(error);
        if (!/open failure/i.test(text))
          throw new SshError("channel", `${this.server}: the server refused to run a command (${text})`);
        if (Date.now() > deadline)
          throw new SshError(
            "channel",
            `${this.server}: the server opens no more sessions (${text}). Raise MaxSessions in its sshd_config or close other logins that share this connection`,
          );
      }
      await sleep(waitMs);
    }
  }

  async #channel(
    what: string,
    option: string,
    open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
  ): Promise<Duplex> {
    try {
      return await this.#openWith<ClientChannel>(open, (channel) => channel);
    } catch (error) {
      if (error instanceof SshError) throw error;
      const prohibited = (error as { reason?: number | string }).reason === 1;
      const remedy = prohibited
        ? `set ${option} yes in its sshd_config`
        : "check that the service listens there";
      throw new SshError("channel", `${this.server}: cannot open ${what} (${messageOf(error)}); ${remedy}`);
    }
  }

  /** Asks for a channel; fails when the connection breaks before the answer comes. */
  #openWith<T>(
    open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
    opened: (channel: ClientChannel) => T,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const lost = () => reject(this.#lost());
      this.#client.once("close", lost);
      try {
        open((error, channel) => {
          this.#client.off("close", lost);
          if (error) reject(error);
          else resolve(opened(channel));
        });
      } catch (error) {
        this.#client.off("close", lost);
        reject(this.#lost(error));
      }
    });
  }

  /** Wires a started command and gives a function that waits for its end. */
  #run(channel: ClientChannel, options: ExecOptions, mark: string | undefined): () => Promise<ExecResult> {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let exit: number | undefined;
    let ending: SshError | undefined;
    let closed = () => {};
    const over = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const end = (why: SshError) => {
      if (ending !== undefined) return;
      ending = why;
      void this.#terminate(channel, mark, over).finally(closed);
    };
    const limit = options.timeoutSeconds;
    const late = () =>
      end(
        new SshError("timeout", `${this.server}: the command did not end within ${limit} s and was stopped`),
      );
    const timer = limit === undefined ? undefined : setTimeout(late, limit * 1000);
    const unwatch = onAbort(options.signal, () => end(this.#aborted()));
    this.#client.once("close", closed);
    channel.once("close", closed);
    channel.on("exit", (code: number | null, signal?: string) => {
      exit = code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 127);
    });
    channel.on("error", () => {});
    channel.on("data", options.onStdout ?? ((chunk: Buffer) => void stdout.push(chunk)));
    channel.stderr.on("data", options.onStderr ?? ((chunk: Buffer) => void stderr.push(chunk)));
    feed(channel, options.stdin);
    return async () => {
      await over;
      clearTimeout(timer);
      unwatch();
      this.#client.off("close", closed);
      if (ending !== undefined) throw ending;
      if (exit === undefined) throw this.#lost();
      return {
        code: exit,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      };
    };
  }

  /**
   * Stops a remote command: TERM, KILL after 2 s, then its channel is dropped.
   * sshd passes no signals for root's sessions, so its processes are found by the mark in their environment.
   */
  async #terminate(channel: ClientChannel, mark: string | undefined, over: Promise<void>): Promise<void> {
    const gone = over.then(() => true);
    for (const signal of ["TERM", "KILL"]) {
      if (!this.#open) return;
      const kill = `for p in $(grep -lasF ${mark} /proc/[0-9]*/environ); do p=\${p%/environ}; kill -${signal} "\${p#/proc/}"; done`;
      const sent = this.#session(kill, {}, (killer) => this.#run(killer, {}, undefined))
        .then((ended) => ended())
        .catch(() => undefined);
      if (await Promise.race([gone, sent.then(() => sleep(2000, false, { ref: false }))])) return;
    }
    channel.close();
    channel.destroy();
  }
}

/** Whether we may have to stop the command before it ends by itself. */
function stoppable(options: ExecOptions): boolean {
  return options.timeoutSeconds !== undefined || options.signal !== undefined;
}

function feed(channel: ClientChannel, stdin: ExecOptions["stdin"]): void {
  if (stdin instanceof Readable) {
    stdin.once("error", () => channel.destroy());
    stdin.pipe(channel);
  } else channel.end(stdin);
}
