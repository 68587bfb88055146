/** What went wrong with a `peer` command, as far as we act on it. */
export type Failure =
  /** Nothing listens, or no TLS connection came about in time. */
  | "unreachable"
  /** The ordering service is there and cannot take or give it just now. */
  | "unavailable"
  /** The channel is not there. */
  | "no-channel"
  /** Someone else changed the configuration first. */
  | "outdated"
  /** The chaincode has no such definition. */
  | "no-definition"
  /** The peer cannot reach or start the chaincode's server. */
  | "chaincode-away"
  /** `init` was not called yet. */
  | "not-initialized"
  /** `init` was called already. */
  | "initialized"
  /** The same is there already. */
  | "already"
  /** Nothing is known about the transaction; it may still be ordered. */
  | "unknown-outcome"
  /** Two transactions touched the same key in one block. */
  | "conflict"
  /** Anything else: asking again would not help. */
  | "other";

/** First match decides. The texts are those of Fabric 2.4 and 2.5 (core/chaincode, core/chaincode/lifecycle, orderer). */
const texts: readonly (readonly [Failure, RegExp])[] = [
  ["not-initialized", /has not been initialized for this version, must call as init first/],
  ["initialized", /is already initialized but called as init/],
  ["already", /chaincode already successfully installed/],
  ["already", /attempted to redefine uncommitted sequence \(\d+\) for namespace \S+ with unchanged content/],
  ["already", /ledger \[[^\]]*\] already exists/],
  ["outdated", /requested sequence is \d+, but new definition must be sequence \d+/],
  ["outdated", /be at version \d+, but it is currently at version \d+/],
  ["outdated", /attempt to set key .* to version \d+, but key is at version \d+/],
  ["no-definition", /namespace \S+ is not defined/],
  ["no-definition", /could not fetch approved chaincode definition/],
  ["no-channel", /can't read the block: &\{NOT_FOUND\}/],
  ["no-channel", /status: NOT_FOUND/],
  ["no-channel", /Invalid chain ID/],
  ["no-channel", /channel '[^']*' not found/],
  ["unavailable", /SERVICE_UNAVAILABLE/],
  ["conflict", /MVCC_READ_CONFLICT|PHANTOM_READ_CONFLICT/],
  ["unknown-outcome", /timed out waiting for txid/],
  ["unknown-outcome", /timeout waiting for channel creation/],
  ["unknown-outcome", /error receiving from deliver filtered/],
  // The connection broke after the transaction was given away.
  ["unknown-outcome", /error sending transaction/],
  [
    "chaincode-away",
    /could not launch chaincode|error starting container|chaincode registration failed|failed to create chaincode connection|connection to \S+ failed|chaincode stream terminated|chaincode is not installed/,
  ],
  [
    "unreachable",
    /failed to connect|context deadline exceeded|connection refused|connection error|transport is closing|no route to host|i\/o timeout|EOF$|code = Unavailable/m,
  ],
];

/** Names a failure by what the command wrote on standard error. */
export function classify(stderr: string): Failure {
  return texts.find(([, pattern]) => pattern.test(stderr))?.[0] ?? "other";
}

/** Whether the same command may succeed a moment later and cannot have had an effect. */
export function passes(failure: Failure): boolean {
  return failure === "unreachable" || failure === "unavailable";
}
