import { z } from "zod";
import { short } from "./genesis.js";
import { type Block, block, hashOf, type Ledger, seal, type Transaction, transaction } from "./ledger.js";
import { needed, proposer } from "./quorum.js";

/** What nodes of a group say to each other. */
export const message = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("status"),
    genesis: z.string(),
    /** Settings that all nodes must have alike. */
    alike: z.string(),
    number: z.int(),
    hash: z.string(),
    view: z.int(),
  }),
  z.strictObject({ type: z.literal("transaction"), transaction }),
  z.strictObject({ type: z.literal("prepare"), block }),
  z.strictObject({ type: z.literal("sign"), hash: z.string() }),
  z.strictObject({ type: z.literal("commit"), block }),
  z.strictObject({ type: z.literal("want"), from: z.int().min(1) }),
]);
export type Message = z.infer<typeof message>;

/** What a group needs of the node around it. */
export interface Surroundings {
  readonly nodeId: string;
  /** Settings that all nodes must have alike, see group-config.ts. */
  readonly alike: string;
  send(to: string, message: Message): void;
  log(level: "info" | "warning" | "error", text: string): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A connected node as its last status told. */
interface Peer {
  readonly number: number;
  readonly hash: string;
  readonly view: number;
}

/** Blocks sent at once to a node that is behind. */
const blocksAtOnce = 50;

/**
 * One group: pool, agreement and synchronisation in a simple model. With enough sealers connected the first of them
 * raises the view each second, or, where transactions wait, proposes a block, which counts when enough have signed it.
 * With too few nothing moves. What is promised to the outside is upstream's: an idle healthy chain has a flat height and
 * a climbing view; one without a quorum has both flat.
 */
export class Group {
  readonly #ledger: Ledger;
  readonly #around: Surroundings;
  readonly #connected = new Set<string>();
  readonly #peers = new Map<string, Peer>();
  readonly #pool = new Map<string, Transaction>();
  /** The block this node signed and has not seen committed: proposed again before any other. */
  #signed: Block | undefined;
  #proposal: { readonly block: Block; readonly signers: Set<string>; readonly since: number } | undefined;
  #view = 1;

  constructor(ledger: Ledger, around: Surroundings) {
    this.#ledger = ledger;
    this.#around = around;
  }

  get view(): number {
    return this.#view;
  }

  get waiting(): number {
    return this.#pool.size;
  }

  /** Nodes of the same group that are connected, by id. */
  get peers(): ReadonlyMap<string, Peer> {
    return this.#peers;
  }

  /** Sealers that this node sees, itself among them. */
  get liveSealers(): readonly string[] {
    const seen = this.#seen();
    return this.#ledger.genesis.sealers.filter((id) => seen.has(id));
  }

  connected(id: string): void {
    this.#connected.add(id);
    this.#around.send(id, this.#status());
    for (const waiting of this.#pool.values())
      this.#around.send(id, { type: "transaction", transaction: waiting });
  }

  gone(id: string): void {
    this.#connected.delete(id);
    this.#peers.delete(id);
  }

  /** Takes a transaction from a client and tells the others. Returns its hash. */
  submit(content: Transaction): string {
    if (this.#admit(content)) this.#broadcast({ type: "transaction", transaction: content });
    return hashOf(content);
  }

  receive(from: string, said: Message): void {
    if (said.type === "status") this.#onStatus(from, said);
    if (said.type === "status" || !this.#peers.has(from)) return;
    if (said.type === "transaction") this.#admit(said.transaction);
    if (said.type === "prepare") this.#onPrepare(from, said.block);
    if (said.type === "sign") this.#onSign(from, said.hash);
    if (said.type === "commit") this.#onCommit(from, said.block);
    if (said.type === "want")
      for (const old of this.#ledger.from(said.from, blocksAtOnce))
        this.#around.send(from, { type: "commit", block: old });
  }

  /** Call it each second: raises the view of an idle chain. */
  tick(): void {
    this.#broadcast(this.#status());
    const { sealers } = this.#ledger.genesis;
    const first = proposer(sealers, this.#seen());
    if (first === undefined) {
      this.#proposal = undefined;
      this.#around.log(
        "warning",
        `[g:${this.#groupId}][CONSENSUS][PBFT]ViewChangeWarning: not enough sealers,` +
          `live=${this.liveSealers.length},needed=${needed(sealers.length)},view=${this.#view}`,
      );
    } else if (first === this.#around.nodeId && !this.seal() && !this.#proposal) {
      this.#raiseView(this.#view + 1);
      this.#broadcast(this.#status());
    }
  }

  /** Call it often: proposes a block where this node's turn is and transactions wait. Returns whether it did. */
  seal(): boolean {
    const { timeoutSeconds, maxTransactions, sealers } = this.#ledger.genesis;
    if (proposer(sealers, this.#seen()) !== this.#around.nodeId) return false;
    if (this.#proposal && this.#around.now() - this.#proposal.since < timeoutSeconds * 1000) return false;
    this.#proposal = undefined;
    if (this.#signed && !this.#ledger.follows(this.#signed)) this.#signed = undefined;
    const waiting = [...this.#pool.values()].slice(0, maxTransactions);
    if (!this.#signed && waiting.length === 0) return false;
    this.#propose(this.#signed ?? this.#sealed(waiting));
    return true;
  }

  #sealed(waiting: readonly Transaction[]): Block {
    const { tip } = this.#ledger;
    return seal(tip, this.#around.nodeId, this.#around.now(), waiting);
  }

  #propose(next: Block): void {
    this.#proposal = { block: next, signers: new Set([this.#around.nodeId]), since: this.#around.now() };
    this.#signed = next;
    this.#around.log(
      "info",
      `[g:${this.#groupId}][CONSENSUS][SEALER]++++++++++++++++ Generating seal on,blkNum=${next.number},` +
        `tx=${next.transactions.length},nodeIdx=${this.#index},hash=${next.hash.slice(2, 10)}...`,
    );
    this.#broadcast({ type: "prepare", block: next });
    this.#commitWhenSigned();
  }

  #onStatus(from: string, said: Extract<Message, { type: "status" }>): void {
    const { genesis } = this.#ledger;
    const wrong =
      said.genesis !== genesis.hash
        ? `genesisHash=${said.genesis},own=${genesis.hash}`
        : said.alike !== this.#around.alike
          ? `must-match settings ${said.alike},own=${this.#around.alike}`
          : undefined;
    if (wrong !== undefined) {
      this.#around.log(
        "error",
        `[g:${this.#groupId}][SYNC] node is not of this group,nodeID=${short(from)},${wrong}`,
      );
      this.#peers.delete(from);
      return;
    }
    const known = this.#peers.has(from);
    this.#peers.set(from, { number: said.number, hash: said.hash, view: said.view });
    // The other one ignored what came before it knew our genesis.
    if (!known) this.#around.send(from, this.#status());
    if (said.view > this.#view) this.#raiseView(said.view);
    if (said.number > this.#ledger.tip.number)
      this.#around.send(from, { type: "want", from: this.#ledger.tip.number + 1 });
  }

  #raiseView(view: number): void {
    const [before, index] = [this.#view, this.#index];
    this.#view = view;
    if (index === -1) return;
    const { number, hash } = this.#ledger.tip;
    const group = `[g:${this.#groupId}][CONSENSUS]`;
    const { sealers } = this.#ledger.genesis;
    if ((number + before) % sealers.length === index)
      this.#around.log(
        "info",
        `${group}[SEALER]++++++++++++++++ Generating seal on,blkNum=${number + 1},tx=0,nodeIdx=${index},hash=${hash.slice(2, 10)}...`,
      );
    else
      this.#around.log(
        "info",
        `${group}addRawPrepare,height=${number + 1},reqIdx=${(number + before) % sealers.length},hash=${hash.slice(2, 10)}...,time=0`,
      );
    this.#around.log(
      "info",
      `${group}[PBFT]checkTimeout Succ,view=${before},toView=${view},nodeIdx=${index},changeCycle=1,myNode=${short(this.#around.nodeId)},timecost=0`,
    );
    this.#around.log(
      "info",
      `${group}[PBFT]checkAndChangeView: Reach consensus,org_view=${before},cur_changeCycle=1,curView=${before},view=${view}`,
    );
  }

  #onPrepare(from: string, next: Block): void {
    if (!this.#ledger.follows(next) || proposer(this.#ledger.genesis.sealers, this.#seen()) !== from) return;
    if (this.#index === -1) return;
    this.#signed = next;
    this.#around.send(from, { type: "sign", hash: next.hash });
  }

  #onSign(from: string, hash: string): void {
    if (this.#proposal?.block.hash !== hash || !this.#ledger.genesis.sealers.includes(from)) return;
    this.#proposal.signers.add(from);
    this.#commitWhenSigned();
  }

  #commitWhenSigned(): void {
    const proposal = this.#proposal;
    if (!proposal || proposal.signers.size < needed(this.#ledger.genesis.sealers.length)) return;
    this.#proposal = undefined;
    this.#append(proposal.block);
    this.#broadcast({ type: "commit", block: proposal.block });
  }

  #onCommit(from: string, next: Block): void {
    if (this.#ledger.follows(next)) this.#append(next);
    else if (next.number > this.#ledger.tip.number + 1)
      this.#around.send(from, { type: "want", from: this.#ledger.tip.number + 1 });
  }

  #append(next: Block): void {
    this.#ledger.append(next);
    this.#signed = undefined;
    for (const content of next.transactions) this.#pool.delete(hashOf(content));
    this.#around.log(
      "info",
      `[g:${this.#groupId}][CONSENSUS][PBFT]^^^^^^^^Report,num=${next.number},sealerIdx=${this.#ledger.genesis.sealers.indexOf(next.sealer)},` +
        `hash=${next.hash.slice(2, 10)}...,next=${next.number + 1},tx=${next.transactions.length},nodeIdx=${this.#index}`,
    );
  }

  #admit(content: Transaction): boolean {
    const hash = hashOf(content);
    if (this.#pool.has(hash) || this.#ledger.receipt(hash)) return false;
    this.#pool.set(hash, content);
    return true;
  }

  #broadcast(said: Message): void {
    for (const id of this.#connected) this.#around.send(id, said);
  }

  #status(): Message {
    const { number, hash } = this.#ledger.tip;
    return {
      type: "status",
      genesis: this.#ledger.genesis.hash,
      alike: this.#around.alike,
      number,
      hash,
      view: this.#view,
    };
  }

  #seen(): ReadonlySet<string> {
    return new Set([this.#around.nodeId, ...this.#peers.keys()]);
  }

  get #groupId(): number {
    return this.#ledger.genesis.groupId;
  }

  get #index(): number {
    return this.#ledger.genesis.sealers.indexOf(this.#around.nodeId);
  }
}
