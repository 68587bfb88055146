import { Agent, type ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";
import { tlsOver } from "../tls-over.js";

export interface LinkAgentOptions {
  /** Opens a byte stream to the registry, e.g. a TCP connection made by its server. */
  readonly open: () => Promise<Duplex>;
  /** Address that the certificate must be for. */
  readonly address: string;
  /** PEM; the only authority that is trusted. */
  readonly caCertificate: string;
  /** Connections at once. */
  readonly connections: number;
}

/** An HTTP agent whose connections are TLS inside streams that someone else opens. */
export class LinkAgent extends Agent {
  readonly #options: LinkAgentOptions;

  constructor(options: LinkAgentOptions) {
    super({ keepAlive: true, maxSockets: options.connections });
    this.#options = options;
  }

  override createConnection(
    _: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.#secure().then(
      (stream) => callback?.(null, stream),
      // Node's own agent gives no stream with an error either; its type cannot say so.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  async #secure(): Promise<Duplex> {
    const { open, address, caCertificate } = this.#options;
    const socket = await open();
    const secure = await tlsOver(socket, address, { ca: caCertificate });
    // A stream that ended under a connection is not noticed above while writes wait for it: the agent would go on
    // counting the connection, or lend it again.
    const ended = () => setImmediate(() => secure.destroy());
    socket.once("end", ended);
    socket.once("close", ended);
    return secure;
  }
}
