/** Milliseconds a peer that failed is passed over, while another one is left. */
export const avoidMs = 10_000;

/**
 * Which peer an application uses next: the first of its list that has not failed lately, else the one whose failure is
 * longest ago. The list begins with the application's own organisation's peers.
 */
export class PeerChoice<Peer> {
  readonly #peers: readonly { readonly peer: Peer; failedAt: number }[];

  /** @throws Error on an empty list */
  constructor(peers: readonly Peer[]) {
    if (peers.length === 0) throw new Error("no peer to choose from");
    this.#peers = peers.map((peer) => ({ peer, failedAt: Number.NEGATIVE_INFINITY }));
  }

  /** The peer to use at a moment, in milliseconds. */
  at(now: number): Peer {
    const fresh = this.#peers.find(({ failedAt }) => now - failedAt >= avoidMs);
    const chosen = fresh ?? this.#peers.reduce((one, other) => (other.failedAt < one.failedAt ? other : one));
    return chosen.peer;
  }

  /** Notes that a peer failed at a moment. */
  failed(peer: Peer, now: number): void {
    for (const entry of this.#peers) if (entry.peer === peer) entry.failedAt = now;
  }
}
