import type { Transaction } from "./record.js";

/** What one peer's ledger holds: amount by account, as text; an account that is not there is left out. */
export interface LedgerReading {
  readonly peer: string;
  readonly accounts: Readonly<Record<string, string>>;
}

/** What the ledgers say of what the clients believe. */
export interface Audit {
  /** Committed transactions that at least one peer's ledger does not show, with the peers. Must be empty. */
  readonly lost: readonly { readonly account: string; readonly peers: readonly string[] }[];
  /** Accounts on which the peers differ although no client saw a commit. Must be empty. */
  readonly differing: readonly string[];
  /** Transactions never endorsed that are in a ledger all the same. Must be empty. */
  readonly unexplained: readonly string[];
  /** Of the unknown transactions: how many all ledgers hold, and how many none does. */
  readonly unknownPresent: number;
  readonly unknownAbsent: number;
}

/**
 * Compares what the clients saw with the ledgers of all peers: whatever was committed must be read at each of them with
 * its very amount.
 * @throws Error when no ledger was read: nothing lost would then mean nothing
 */
export function audit(transactions: readonly Transaction[], readings: readonly LedgerReading[]): Audit {
  if (readings.length === 0) throw new Error("no peer's ledger was read");
  const lost: { account: string; peers: string[] }[] = [];
  const differing: string[] = [];
  const unexplained: string[] = [];
  let unknownPresent = 0;
  let unknownAbsent = 0;
  for (const { account, amount, outcome } of transactions) {
    const without = readings.filter(({ accounts }) => accounts[account] !== String(amount));
    const peers = without.map(({ peer }) => peer);
    if (outcome === "committed") {
      if (peers.length > 0) lost.push({ account, peers });
    } else if (peers.length > 0 && peers.length < readings.length) {
      differing.push(account);
    } else if (outcome === "unknown") {
      if (peers.length === 0) unknownPresent += 1;
      else unknownAbsent += 1;
    } else if (peers.length === 0) {
      unexplained.push(account);
    }
  }
  return { lost, differing, unexplained, unknownPresent, unknownAbsent };
}
