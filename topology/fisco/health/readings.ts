/** What a node says of itself at one moment. */
export interface NodeAnswers {
  readonly nodeId: string;
  readonly version: string;
  readonly supportedVersion: string;
  readonly height: number;
  /** PBFT's view. It climbs about once a second in an idle chain that works. */
  readonly view: number;
  /** Node ids that seal, as this node knows them. */
  readonly sealers: readonly string[];
  /** Node ids of the nodes it is connected to. */
  readonly peers: readonly string[];
  /** Hash of block 0. */
  readonly genesisHash: string;
}

/** What could be read of a node at one moment. */
export type NodeReading =
  | {
      readonly kind: "no container";
      /** Docker's word: `exited`, `restarting` …, or `absent`. */
      readonly state: string;
    }
  | { readonly kind: "silent" /** Why its JSON-RPC gives no answer. */; readonly problem: string }
  | { readonly kind: "answers"; readonly answers: NodeAnswers };

/** All nodes at one moment, by name. */
export type ChainReading = Readonly<Record<string, NodeReading>>;

/** A view changes after this long at first, and after half as much again each time it comes to nothing (TimeManager.h). */
const viewSeconds = 3;
const growth = 1.5;

/**
 * Seconds that two readings must lie apart for a working chain to have moved: as many leaders in a row may be down as may
 * fail, and each is waited for.
 */
export function secondsApart(mayFail: number): number {
  const waits = Array.from({ length: mayFail + 1 }, (_, cycle) => viewSeconds * growth ** cycle);
  return Math.ceil(waits.reduce((sum, wait) => sum + wait, 0)) + 1;
}
