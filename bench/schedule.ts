/** What is measured: sizes, contenders and their operations, in the order in which they are run. */

/** Numbers of servers that the network is measured on. */
export const sizes = [1, 4, 13] as const;
export type Size = (typeof sizes)[number];

/** Ours, and who makes the same containers by other means. */
export const contenders = ["consortium", "shell", "ansible", "pyinfra"] as const;
export type ContenderName = (typeof contenders)[number];

/** Everything that is measured, in the order of a round. */
export const operations = [
  "first up",
  "preview",
  "second run",
  "change of one peer",
  "rolling change of all brokers",
  "destroy",
] as const;
export type OperationName = (typeof operations)[number];

/** One contender's operations on one size, once: from plain hosts to plain hosts. */
export interface Round {
  readonly servers: Size;
  /** Counted from 1. */
  readonly run: number;
  readonly contender: ContenderName;
}

/** What names a measurement: no two of a results file are the same. */
export interface Measured extends Round {
  readonly operation: OperationName;
}

/** What a contender is measured at; the others run at 13 servers only, with one role on each. */
export function operationsOf(contender: ContenderName, servers: Size): readonly OperationName[] {
  if (contender === "consortium")
    return servers === 1 ? operations.filter((name) => name !== "rolling change of all brokers") : operations;
  if (servers !== 13) return [];
  // The script makes everything once; run again it fails on the names of its containers.
  return contender === "shell" ? ["first up", "destroy"] : ["first up", "second run", "destroy"];
}

/** All rounds: size by size, the contenders by turns, so that none has the machine at a better time. */
export function roundsOf(asked: {
  readonly servers: readonly Size[];
  readonly contenders: readonly ContenderName[];
  readonly runs: number;
}): Round[] {
  const runs = Array.from({ length: asked.runs }, (_, nth) => nth + 1);
  return asked.servers.flatMap((servers) =>
    runs.flatMap((run) =>
      asked.contenders
        .filter((contender) => operationsOf(contender, servers).length > 0)
        .map((contender) => ({ servers, run, contender })),
    ),
  );
}

/** Whether every operation of a round was measured. */
export function isComplete(round: Round, measured: readonly Measured[]): boolean {
  return operationsOf(round.contender, round.servers).every((operation) =>
    measured.some((one) => one.operation === operation && sameRound(one, round)),
  );
}

/** What may stay of an interrupted run: rounds that came to their end. The operations of one build on each other. */
export function ofCompleteRounds<T extends Measured>(measured: readonly T[]): T[] {
  return measured.filter((one) => isComplete(one, measured));
}

function sameRound(one: Round, other: Round): boolean {
  return one.servers === other.servers && one.run === other.run && one.contender === other.contender;
}
