/**
 * What became of a transaction:
 *
 * - `committed`: its commit status was read as VALID;
 * - `invalid`: it is in the ledger and was found invalid;
 * - `refused`: it was not endorsed, hence sent to no orderer;
 * - `unknown`: it was sent, and no commit status was read: it may be in the ledger or not.
 */
export type Outcome = "committed" | "invalid" | "refused" | "unknown";

/** A transaction as the client that sent it saw it. Times are milliseconds since the epoch. */
export interface Transaction {
  /** Name of the client's organisation. */
  readonly client: string;
  /** Account that it wrote, its own. */
  readonly account: string;
  readonly amount: number;
  readonly id?: string;
  readonly begun: number;
  /** When the outcome was known. */
  readonly ended: number;
  readonly outcome: Outcome;
  /** Why it was not committed, in Fabric's words. */
  readonly reason?: string;
}

/** What clients did from `begun` until `ended`; transactions under way then were waited for. */
export interface LoadRecord {
  readonly begun: number;
  readonly ended: number;
  readonly transactions: readonly Transaction[];
}

/** How many transactions ended in each way. */
export function countOutcomes(transactions: readonly Transaction[]): Record<Outcome, number> {
  const counts = { committed: 0, invalid: 0, refused: 0, unknown: 0 };
  for (const { outcome } of transactions) counts[outcome] += 1;
  return counts;
}

/**
 * The longest time in which a client saw no commit, in milliseconds, of all clients the worst. The times before a
 * client's first commit and after its last one count too; a client without a commit was without for the whole time.
 */
export function longestGap({ begun, ended, transactions }: LoadRecord): number {
  const clients = [...new Set(transactions.map(({ client }) => client))];
  if (clients.length === 0) return ended - begun;
  return Math.max(
    ...clients.map((name) => {
      const commits = transactions
        .filter(({ client, outcome }) => client === name && outcome === "committed")
        .map((transaction) => transaction.ended)
        .sort((one, other) => one - other);
      const moments = [begun, ...commits, ended];
      return Math.max(...moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)));
    }),
  );
}
