/** How many sealers may fail: `(n - 1) / 3`, rounded down (PBFT, libconsensus). */
export function tolerated(sealers: number): number {
  return Math.floor((sealers - 1) / 3);
}

/** How many sealers must be connected for anything to move: `n - f`; with 2 sealers both. */
export function needed(sealers: number): number {
  return sealers - tolerated(sealers);
}

/**
 * The sealer that proposes among those a node sees (itself among them), the first by index; undefined while they are too
 * few. Upstream takes turns by view; here the first one does it all, which is the same as seen from outside.
 */
export function proposer(sealers: readonly string[], seen: ReadonlySet<string>): string | undefined {
  const live = sealers.filter((id) => seen.has(id));
  return live.length < needed(sealers.length) ? undefined : live[0];
}
