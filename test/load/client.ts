import { setTimeout as pause } from "node:timers/promises";
import { peer } from "@hyperledger/fabric-protos";
import type { GatewayPeer } from "./gateway-peer.js";
import { PeerChoice } from "./peer-choice.js";
import type { Transaction } from "./record.js";

/** What a client sends its transactions to. */
export interface Destination {
  readonly channel: string;
  /** A chaincode with the function `init ACCOUNT AMOUNT`, which writes an account of any name. */
  readonly chaincode: string;
}

/** How much a client does at the same time, and how long it waits. */
export interface Patience {
  /** Transactions under way at the same time. */
  readonly lanes: number;
  /** Rest after a transaction that was not taken: an application does not hammer a network that is down. */
  readonly restMs: number;
  /** A lane goes on with its next transaction when a commit takes longer; the status is still waited for. */
  readonly laneWaitMs: number;
  /** How long a transaction's status is asked for, over all peers, before it counts as unknown. */
  readonly statusMs: number;
}

const usual: Patience = { lanes: 4, restMs: 500, laneWaitMs: 20_000, statusMs: 180_000 };

/** What a client needs of a peer. */
export type Through = Pick<GatewayPeer, "name" | "endorse" | "commitStatus">;

const valid = peer.TxValidationCode.VALID;

/**
 * An application of one organisation: sends one transaction after the other on a few lanes, each writing an account of
 * its own, through the first peer that answers. Nothing is sent twice: what was not endorsed is given up, and what was
 * sent to the orderers is only asked about.
 */
export class LoadClient {
  readonly name: string;
  readonly #prefix: string;
  readonly #destination: Destination;
  readonly #peers: PeerChoice<Through>;
  readonly #patience: Patience;
  readonly #transactions: Transaction[] = [];
  readonly #waiting = new Set<Promise<void>>();
  readonly #lanes: readonly Promise<void>[];
  #stopped = false;
  #number = 0;

  /**
   * @param prefix what the names of its accounts begin with; no other client's may
   * @param peers the peers it may use, its own organisation's first
   */
  constructor(
    name: string,
    prefix: string,
    peers: readonly Through[],
    destination: Destination,
    patience: Patience = usual,
  ) {
    this.name = name;
    this.#prefix = prefix;
    this.#destination = destination;
    this.#peers = new PeerChoice(peers);
    this.#patience = patience;
    this.#lanes = Array.from({ length: patience.lanes }, () => this.#lane());
  }

  /** Commits so far. */
  get committed(): number {
    return this.#transactions.filter(({ outcome }) => outcome === "committed").length;
  }

  /** Sends nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  /** After `stop`: waits until the outcome of everything sent is known or given up. */
  async settled(): Promise<readonly Transaction[]> {
    await Promise.all(this.#lanes);
    await Promise.all(this.#waiting);
    return this.#transactions;
  }

  async #lane(): Promise<void> {
    while (!this.#stopped) {
      const status = await this.#send();
      if (status === "not taken") await pause(this.#patience.restMs);
      else await Promise.race([status.known, pause(this.#patience.laneWaitMs, undefined, { ref: false })]);
    }
  }

  /** Sends one transaction. `not taken`: nothing waits for a commit. */
  async #send(): Promise<"not taken" | { readonly known: Promise<void> }> {
    const amount = ++this.#number;
    const account = `${this.#prefix}-${amount}`;
    const { channel, chaincode } = this.#destination;
    const sent = { client: this.name, account, amount, begun: Date.now() };
    const through = this.#peers.at(Date.now());
    let id: string | undefined;
    try {
      const transaction = await through.endorse(channel, chaincode, ["init", account, String(amount)]);
      id = transaction.getTransactionId();
      await transaction.submit();
      return { known: this.#follow({ ...sent, id }) };
    } catch (error) {
      this.#peers.failed(through, Date.now());
      const reason = `${through.name}: ${reasonOf(error)}`;
      if (id === undefined) {
        this.#transactions.push({ ...sent, ended: Date.now(), outcome: "refused", reason });
      } else {
        // The orderers may have taken it all the same. The lane does not wait for what nobody promised.
        void this.#follow({ ...sent, id, reason });
      }
      return "not taken";
    }
  }

  #follow(sent: Omit<Transaction, "ended" | "outcome"> & { readonly id: string }): Promise<void> {
    const known = this.#outcomeOf(sent);
    this.#waiting.add(known);
    return known.finally(() => this.#waiting.delete(known));
  }

  async #outcomeOf(sent: Omit<Transaction, "ended" | "outcome"> & { readonly id: string }): Promise<void> {
    const deadline = Date.now() + this.#patience.statusMs;
    let reason = sent.reason;
    while (Date.now() < deadline) {
      const through = this.#peers.at(Date.now());
      try {
        const code = await through.commitStatus(this.#destination.channel, sent.id);
        const ended = Date.now();
        const outcome = code === valid ? "committed" : "invalid";
        const why = code === valid ? {} : { reason: `validation code ${code}` };
        this.#transactions.push({ ...sent, ended, outcome, ...why });
        return;
      } catch (error) {
        this.#peers.failed(through, Date.now());
        reason = `${through.name}: ${reasonOf(error)}`;
        await pause(this.#patience.restMs);
      }
    }
    const gaveUp = reason === undefined ? {} : { reason };
    this.#transactions.push({ ...sent, ended: Date.now(), outcome: "unknown", ...gaveUp });
  }
}

/** A gateway error with what the nodes behind it said. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = "details" in error && Array.isArray(error.details) ? (error.details as unknown[]) : [];
  const nodes = details.map((detail) => {
    const { address, message } = detail as { readonly address?: string; readonly message?: string };
    return `${address ?? ""} ${message ?? ""}`.trim();
  });
  return [error.message, ...nodes].join(" | ").slice(0, 300);
}
