import { randomBytes } from "node:crypto";
import { connect, type TLSSocket } from "node:tls";
import { z } from "zod";
import type { Credentials } from "./certificates.js";
import { type CnsEntry, cnsAddress, decodeStrings, encodeCnsCall } from "./cns.js";
import { encodeFrame, frameReader, kinds } from "./frames.js";
import type { Transaction } from "./ledger.js";
import { peerTls } from "./p2p.js";

const response = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});
const callResult = z.object({ status: z.string(), output: z.string() });
const receiptResult = z.object({
  contractAddress: z.string(),
  status: z.string(),
  output: z.string(),
  transactionHash: z.string(),
  blockNumber: z.string(),
});
/** What became of a transaction, as the node tells it. */
export type ReceiptResult = z.infer<typeof receiptResult>;
const cnsResult = z.array(
  z.object({ name: z.string(), version: z.string(), address: z.string(), abi: z.string() }),
);

/** What an SDK answers when no block takes a transaction in time. */
export class ReceiptTimeout extends Error {
  readonly code = 50001;
  constructor() {
    super("Transaction receipt timeout");
    this.name = "ReceiptTimeout";
  }
}

/** An SDK's connection to one node. */
export class ChannelClient {
  readonly #socket: TLSSocket;
  readonly #waiting = new Map<string, (content: string) => void>();
  readonly #group: number;
  readonly #account = `0x${randomBytes(20).toString("hex")}`;
  #failure: Error | undefined;

  private constructor(socket: TLSSocket, group: number) {
    this.#socket = socket;
    this.#group = group;
    const read = frameReader();
    socket.on("data", (piece: Buffer) => {
      for (const { sequence, content } of read(piece)) {
        this.#waiting.get(sequence)?.(content);
        this.#waiting.delete(sequence);
      }
    });
    socket.on("error", (error) => {
      this.#failure = error;
    });
  }

  /**
   * Connects and shakes hands.
   * @param peer `host:port` of a node's channel
   * @throws Error saying what did not work
   */
  static async open(
    peer: string,
    credentials: Credentials,
    group: number,
    seconds = 10,
  ): Promise<ChannelClient> {
    const [host = "", port = ""] = peer.split(":");
    const socket = await new Promise<TLSSocket>((resolve, reject) => {
      const opened = connect({
        ...peerTls(credentials),
        host,
        port: Number(port),
        checkServerIdentity: () => undefined,
      });
      const timer = setTimeout(() => opened.destroy(new Error(`no answer in ${seconds} s`)), seconds * 1000);
      const failed = (error: Error) => {
        clearTimeout(timer);
        reject(new Error(`init channel network error: connect to ${peer} failed: ${error.message}`));
      };
      opened.once("error", failed);
      opened.once("secureConnect", () => {
        clearTimeout(timer);
        opened.off("error", failed);
        resolve(opened);
      });
    });
    const client = new ChannelClient(socket, group);
    const hello = { minimumProtocol: 1, maximumProtocol: 3, clientType: "stand-in" };
    await client.#ask(kinds.handshake, JSON.stringify(hello), seconds);
    return client;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Calls a JSON-RPC method of the node. @throws Error with the node's message */
  async rpc(method: string, params: readonly unknown[], seconds = 10): Promise<unknown> {
    const content = await this.#ask(
      kinds.rpc,
      JSON.stringify({ jsonrpc: "2.0", method, params: [this.#group, ...params], id: 1 }),
      seconds,
    );
    const { result, error } = response.parse(JSON.parse(content));
    if (error) throw new Error(`${method}: ${error.message} (${error.code})`);
    return result;
  }

  /** Sends a transaction and waits for its receipt. @throws ReceiptTimeout when no block takes it in time */
  async send(content: Omit<Transaction, "from" | "nonce">, seconds: number): Promise<ReceiptResult> {
    const signed = { ...content, from: this.#account, nonce: randomBytes(16).toString("hex") };
    const raw = `0x${Buffer.from(JSON.stringify(signed)).toString("hex")}`;
    const hash = z.string().parse(await this.rpc("sendRawTransaction", [raw]));
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
      const receipt = await this.rpc("getTransactionReceipt", [hash]);
      if (receipt !== null) return receiptResult.parse(receipt);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new ReceiptTimeout();
  }

  /** Entries of the name service, oldest first: the last one is the newest version. */
  async names(name: string, version?: string): Promise<readonly CnsEntry[]> {
    const data = encodeCnsCall(
      version === undefined ? { method: "byName", name } : { method: "byNameAndVersion", name, version },
    );
    const { output } = callResult.parse(
      await this.rpc("call", [{ from: this.#account, to: cnsAddress, value: "0x0", data }]),
    );
    const [text = "[]"] = decodeStrings(output.slice(2), 1);
    return cnsResult.parse(JSON.parse(text));
  }

  #ask(kind: number, content: string, seconds: number): Promise<string> {
    if (this.#socket.destroyed)
      return Promise.reject(this.#failure ?? new Error("the node closed the channel"));
    const sequence = randomBytes(16).toString("hex");
    return new Promise((resolve, reject) => {
      const lost = () => {
        clearTimeout(timer);
        reject(
          new Error(
            `the node closed the channel${this.#failure ? `: ${this.#failure.message}` : " (is the SDK's certificate of its agency?)"}`,
          ),
        );
      };
      const timer = setTimeout(() => {
        this.#socket.off("close", lost);
        reject(new Error(`the node does not answer in ${seconds} s`));
      }, seconds * 1000);
      this.#socket.once("close", lost);
      this.#waiting.set(sequence, (answer) => {
        clearTimeout(timer);
        this.#socket.off("close", lost);
        resolve(answer);
      });
      this.#socket.write(encodeFrame({ kind, sequence, result: 0, content }));
    });
  }
}
