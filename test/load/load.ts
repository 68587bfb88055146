import { setTimeout as pause } from "node:timers/promises";
import type { Operations } from "../../steps/fabric/specs.js";
import { type Audit, audit, type LedgerReading } from "./audit.js";
import { LoadClient } from "./client.js";
import { GatewayPeer, peersOf } from "./gateway-peer.js";
import type { LoadRecord } from "./record.js";

/** Who acts for an organisation: its first ordinary user. */
const person = "User1";
/** Questions to one peer at the same time. */
const questions = 8;

/**
 * Applications that use a running network, one for each organisation of a channel, side by side; and the comparison of
 * what they saw with every peer's ledger.
 */
export class Load {
  readonly #clients: readonly LoadClient[];
  readonly #connections: readonly GatewayPeer[];
  /** One connection to each peer, by somebody of its own organisation. */
  readonly #own: readonly GatewayPeer[];
  readonly #destination: { readonly channel: string; readonly chaincode: string };
  readonly #begun = Date.now();

  /**
   * Begins at once.
   * @param name what the accounts' names begin with; a new one each time
   * @throws Error when the network has no channel with a chaincode
   */
  constructor(name: string, operations: Operations) {
    const channel = operations.channels.find(({ chaincodes }) => chaincodes.length > 0);
    const chaincode = channel?.chaincodes[0];
    if (!channel || !chaincode) throw new Error("the network has no channel with a chaincode");
    this.#destination = { channel: channel.name, chaincode: chaincode.name };
    const members = operations.organizations.filter((one) => channel.organizations.includes(one.name));
    const connections: GatewayPeer[] = [];
    const own: GatewayPeer[] = [];
    this.#clients = members.map((member) => {
      const identity = member.identities[person];
      if (!identity) throw new Error(`${member.name} has no ${person}`);
      const signer = { mspId: member.mspId, certificate: identity.certificate, key: identity.key };
      const ownPeers = peersOf(member).map((node) => new GatewayPeer(node, signer));
      const others = members
        .filter((other) => other !== member)
        .flatMap((other) => peersOf(other).map((node) => new GatewayPeer(node, signer)));
      own.push(...ownPeers);
      connections.push(...ownPeers, ...others);
      return new LoadClient(
        member.name,
        `${name}-${member.name}`,
        [...ownPeers, ...others],
        this.#destination,
      );
    });
    this.#connections = connections;
    this.#own = own;
  }

  /** Waits until every client has seen `count` commits more. @throws Error after `seconds` */
  async commits(count: number, seconds: number): Promise<void> {
    const wanted = this.#clients.map((client) => ({ client, commits: client.committed + count }));
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const behind = wanted.filter(({ client, commits }) => client.committed < commits);
      if (behind.length === 0) return;
      if (Date.now() > deadline) {
        const names = behind.map(({ client }) => client.name).join(", ");
        throw new Error(`no ${count} commits within ${seconds} s seen by ${names}`);
      }
      await pause(100);
    }
  }

  /** Ends it and waits until every transaction's outcome is known or given up. */
  async stop(): Promise<LoadRecord> {
    for (const client of this.#clients) client.stop();
    const ended = Date.now();
    const transactions = await Promise.all(this.#clients.map((client) => client.settled()));
    return { begun: this.#begun, ended, transactions: transactions.flat() };
  }

  /**
   * Reads every account of a record at every peer, and compares. A peer that was away may still be catching up: what it
   * lacks is asked again until `seconds` have passed.
   */
  async audit({ transactions }: LoadRecord, seconds: number): Promise<Audit> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const readings = await Promise.all(
        this.#own.map((connection) =>
          this.#read(
            connection,
            transactions.map(({ account }) => account),
            deadline,
          ),
        ),
      );
      const found = audit(transactions, readings);
      if ((found.lost.length === 0 && found.differing.length === 0) || Date.now() > deadline) return found;
      await pause(2_000);
    }
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  async #read(
    connection: GatewayPeer,
    accounts: readonly string[],
    deadline: number,
  ): Promise<LedgerReading> {
    const { channel, chaincode } = this.#destination;
    const read: Record<string, string> = {};
    const left = [...accounts];
    const reader = async () => {
      for (let account = left.shift(); account !== undefined; account = left.shift()) {
        const amount = await patiently(deadline, async () => {
          const told = await connection.query(channel, chaincode, ["query", account]);
          if ("answer" in told) return told.answer;
          if (told.refused.includes("no account")) return undefined;
          // A chaincode that has not come back yet is refused too.
          throw new Error(`${connection.name}, query ${account}: ${told.refused}`);
        });
        if (amount !== undefined) read[account] = amount;
      }
    };
    await Promise.all(Array.from({ length: questions }, reader));
    return { peer: connection.name, accounts: read };
  }
}

/** Asks again while the peer does not answer, until the deadline. */
async function patiently<T>(deadline: number, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(1_000);
    }
  }
}
