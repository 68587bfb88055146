import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import { dial, type Link, quote } from "../../hosts/ssh/index.js";
import { nodeOUs } from "../../topology/fabric/material.js";
import { killCommand, type SessionContainer, startCommand, workFolder, writeLine } from "./container.js";
import { AdminError, lastLines } from "./errors.js";
import { type Reply, ReplyReader } from "./replies.js";
import type { AdminPlace, FabricNode, Secrets } from "./specs.js";
import { Deadline, WaitedInVain } from "./wait.js";

/** A path in the session's memory. */
export const inMemory = (name: string): string => `${workFolder}/${name}`;

/** Certificates of TLS CAs by owner, as files of the session. */
export const tlsCaOf = (mspId: string): string => inMemory(`tls/${mspId}.pem`);
export const orderersTlsCa: string = inMemory("tls/orderers.pem");

/** Who else is dialled beyond the orderers. */
export interface SessionPeers {
  readonly mspId: string;
  readonly tlsCaCertificate: string;
  readonly peers: readonly FabricNode[];
}

/** How long one command may take, unless said otherwise. */
const commandSeconds = 120;

/**
 * One short-lived container on the organisation's own server, in which `peer` commands run with the organisation's
 * identity. Certificates and the key go in through its standard input into memory only; closing it, ending this
 * process or the deadline ends it.
 */
export class Session {
  readonly place: AdminPlace;
  readonly deadline: Deadline;
  readonly #link: Link;
  readonly #stdin = new PassThrough();
  readonly #reader = new ReplyReader();
  readonly #name: string;
  readonly #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  #greet: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #ended: Error | undefined;
  readonly #abort = new AbortController();
  #run: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;
  readonly #onSignal = () => void this.#kill().finally(() => process.exit(130));

  private constructor(place: AdminPlace, link: Link) {
    this.place = place;
    this.#link = link;
    this.#name = `${place.stack}-admin-${place.organization.name}-${randomBytes(4).toString("hex")}`;
    this.deadline = new Deadline(place.deadlineSeconds);
    this.#timer = setTimeout(() => void this.#expire(), place.deadlineSeconds * 1000);
  }

  /** Opens a session, uses it and closes it, whatever happens. @throws AdminError, SshError */
  static async use<T>(
    place: AdminPlace,
    secrets: Secrets,
    peers: readonly SessionPeers[],
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = new Session(place, await dial(place.server.ssh));
    try {
      await session.#start(peers);
      await session.#deliver(secrets, peers);
      return await work(session);
    } catch (error) {
      throw error instanceof WaitedInVain ? session.refused(error.message) : error;
    } finally {
      await session.#close();
    }
  }

  /** Runs a command of quoted words with more environment; a non-zero status is a reply, not an error. */
  run(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    seconds: number = commandSeconds,
  ): Promise<Reply> {
    const assignments = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
    // The limit holds in the container too, so that it ends even when nobody is there to end it.
    const line = [...assignments, "timeout", String(seconds), ...words.map(quote)].join(" ");
    return this.#ask(line.includes("\n") ? evalLine(line) : line);
  }

  /** Writes a file into the session's memory. */
  async write(name: string, content: Uint8Array | string): Promise<string> {
    const path = inMemory(name);
    const reply = await this.#ask(writeLine(path, Buffer.from(content)));
    if (reply.code !== 0) throw this.failed(`could not write ${name}`, reply);
    return path;
  }

  /** Reads a file of the session's memory. */
  async read(name: string): Promise<Buffer> {
    const reply = await this.#ask(`cat ${quote(inMemory(name))}`);
    if (reply.code !== 0) throw this.failed(`could not read ${name}`, reply);
    return reply.stdout;
  }

  /** An error about a command: with its status, its last lines and what to try next. */
  failed(what: string, reply: Reply, hint?: string): AdminError {
    const limit = reply.code === 124 || reply.code === 143 ? " (it took too long)" : "";
    return new AdminError(this.place, `${what}: exit status ${reply.code}${limit}`, [
      ...lastLines(reply.stderr),
      ...(hint === undefined ? [] : [hint]),
    ]);
  }

  /** An error that is not about one command. */
  refused(what: string, ...details: readonly string[]): AdminError {
    return new AdminError(this.place, what, details);
  }

  async #start(peers: readonly SessionPeers[]): Promise<void> {
    process.once("SIGINT", this.#onSignal);
    process.once("SIGTERM", this.#onSignal);
    const { organization, server, image, orderers, stack } = this.place;
    const container: SessionContainer = {
      name: this.#name,
      stack,
      organization: organization.name,
      mspId: organization.mspId,
      image,
      nodes: [...orderers.nodes, ...peers.flatMap((one) => one.peers)],
    };
    const greeted = new Promise<void>((resolve, reject) => {
      this.#greet = { resolve, reject };
    });
    let errors = "";
    this.#run = this.#link
      .exec(startCommand(server.ssh.user, container), {
        stdin: this.#stdin,
        signal: this.#abort.signal,
        onStdout: (chunk) => this.#receive(chunk),
        onStderr: (chunk) => {
          errors = (errors + chunk.toString()).slice(-4000);
        },
      })
      .then(
        ({ code }) => this.#end(this.#endedWith(code, errors)),
        (error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))),
      );
    await greeted;
  }

  #endedWith(code: number, errors: string): AdminError {
    const missing = /No such image|Unable to find image/.test(errors);
    return new AdminError(this.place, `the admin container ended with status ${code}`, [
      ...lastLines(errors),
      missing
        ? `the image ${this.place.image} is not on the server; run pulumi up again to deliver it`
        : `try on the server: docker run --rm --entrypoint sh ${this.place.image} -c true`,
    ]);
  }

  /** The organisation's local MSP and everybody's TLS CAs. */
  async #deliver(secrets: Secrets, peers: readonly SessionPeers[]): Promise<void> {
    const { organization, orderers } = this.place;
    const files: Record<string, string> = {
      "msp/config.yaml": nodeOUs,
      "msp/cacerts/ca.pem": organization.caCertificate,
      "msp/tlscacerts/tlsca.pem": organization.tlsCaCertificate,
      "msp/signcerts/cert.pem": secrets.adminCert,
      "msp/keystore/key.pem": secrets.adminKey,
      "tls/orderers.pem": orderers.tlsCaCertificate,
      [`tls/${organization.mspId}.pem`]: organization.tlsCaCertificate,
    };
    for (const one of peers) files[`tls/${one.mspId}.pem`] = one.tlsCaCertificate;
    await Promise.all(Object.entries(files).map(([name, content]) => this.write(name, content)));
  }

  #ask(line: string): Promise<Reply> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#stdin.write(`${line}\n`);
    });
  }

  #receive(chunk: Buffer): void {
    try {
      const replies = this.#reader.push(chunk);
      if (this.#reader.greeted) this.#greet?.resolve();
      for (const reply of replies) this.#waiting.shift()?.resolve(reply);
    } catch (error) {
      this.#end(this.refused(error instanceof Error ? error.message : String(error)));
      this.#abort.abort();
    }
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#greet?.reject(this.#ended);
    for (const one of this.#waiting.splice(0)) one.reject(this.#ended);
  }

  async #expire(): Promise<void> {
    this.#end(this.refused(`not done within ${this.place.deadlineSeconds} s`));
    await this.#kill();
  }

  /** Ends the container at once, also while a command runs in it. */
  async #kill(): Promise<void> {
    await this.#link
      .exec(killCommand(this.place.server.ssh.user, this.#name), { timeoutSeconds: 15 })
      .catch(() => undefined);
    this.#abort.abort();
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    const busy = this.#waiting.length > 0;
    this.#ended ??= new Error("the session is closed");
    this.#stdin.end();
    const late = setTimeout(() => void this.#kill(), busy ? 0 : 10_000);
    await this.#run;
    clearTimeout(late);
    process.removeListener("SIGINT", this.#onSignal);
    process.removeListener("SIGTERM", this.#onSignal);
    await this.#link.close();
  }
}

/** A command with line breaks, as one line. */
function evalLine(text: string): string {
  const octal = [...Buffer.from(text)].map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
  return `eval "$(printf %b '${octal}')"`;
}
