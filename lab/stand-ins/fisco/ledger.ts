import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sha256 } from "../../../topology/sha256.js";
import { type CnsEntry, cnsAddress, decodeCnsCall } from "./cns.js";
import { contradiction, type Genesis } from "./genesis.js";

/**
 * A transaction of the stand-in. Upstream's is RLP with a signature; this one is JSON, and who sent it is not proved.
 * `to` is absent when a contract is deployed, whose name then stands in `contract`.
 */
export const transaction = z.strictObject({
  from: z.string(),
  nonce: z.string(),
  to: z.string().optional(),
  contract: z.string().optional(),
  data: z.string(),
});
export type Transaction = z.infer<typeof transaction>;

/** A block with its transactions. */
export const block = z.strictObject({
  number: z.int().min(1),
  parent: z.string(),
  sealer: z.string(),
  timestamp: z.number(),
  transactions: z.array(transaction),
  hash: z.string(),
});
export type Block = z.infer<typeof block>;

/** What became of a transaction. */
export interface Receipt {
  readonly blockNumber: number;
  readonly transactionHash: string;
  /** Of a deployed contract, else zero. */
  readonly contractAddress: string;
  /** `0x0` where it went well. */
  readonly status: string;
  readonly output: string;
}

const zeroAddress = `0x${"0".repeat(40)}`;
/** Status of a call to an address without a contract (`CallAddressError`). */
export const noSuchContract = "0x1a";
/** Result of an insert of a name with a version that is there (upstream's CODE_ADDRESS_AND_VERSION_EXIST). */
export const nameTaken = -51200;

/** Hash of a transaction: of its content. */
export function hashOf(content: Transaction): string {
  return `0x${sha256(JSON.stringify([content.from, content.nonce, content.to, content.contract, content.data]))}`;
}

/** Seals transactions over a block. */
export function seal(
  parent: { readonly number: number; readonly hash: string },
  sealer: string,
  timestamp: number,
  transactions: readonly Transaction[],
): Block {
  const content = {
    number: parent.number + 1,
    parent: parent.hash,
    sealer,
    timestamp,
    transactions: [...transactions],
  };
  return { ...content, hash: blockHash(content) };
}

/** Hash of a block: of all that is in it. */
export function blockHash(content: Omit<Block, "hash">): string {
  const hashes = content.transactions.map(hashOf);
  return `0x${sha256(JSON.stringify([content.number, content.parent, content.sealer, content.timestamp, hashes]))}`;
}

/** The blocks of one group in a folder, with the state that follows from them. */
export class Ledger {
  readonly #file: string;
  readonly #blocks: Block[] = [];
  readonly #names: CnsEntry[] = [];
  readonly #contracts = new Set<string>();
  readonly #receipts = new Map<string, Receipt>();
  readonly genesis: Genesis;

  /**
   * Opens the folder or makes it. A last line that a kill cut off is dropped.
   * @throws Error where the genesis is another than at the first start, or the blocks do not follow each other
   */
  constructor(folder: string, genesis: Genesis) {
    this.genesis = genesis;
    const own = join(folder, `group${genesis.groupId}`);
    mkdirSync(own, { recursive: true });
    const markFile = join(own, "genesis.mark");
    const noted = existsSync(markFile) ? readFileSync(markFile, "utf8").trim() : undefined;
    const wrong = contradiction(genesis, noted);
    if (wrong !== undefined) throw new Error(wrong);
    if (noted === undefined) writeFileSync(markFile, `${genesis.mark}\n`);
    this.#file = join(own, "blocks");
    const lines = existsSync(this.#file) ? readFileSync(this.#file, "utf8").split("\n") : [""];
    const cut = lines.pop();
    if (cut !== "") writeFileSync(this.#file, lines.map((line) => `${line}\n`).join(""));
    for (const line of lines) this.#take(block.parse(JSON.parse(line)));
  }

  /** Number and hash of the newest block. */
  get tip(): { readonly number: number; readonly hash: string } {
    return this.#blocks.at(-1) ?? { number: 0, hash: this.genesis.hash };
  }

  /** Whether a block follows the newest one. */
  follows(next: Block): boolean {
    return (
      next.number === this.tip.number + 1 && next.parent === this.tip.hash && next.hash === blockHash(next)
    );
  }

  /** Appends a block for good. @throws Error where it does not follow */
  append(next: Block): void {
    this.#take(next);
    appendFileSync(this.#file, `${JSON.stringify(next)}\n`, { flush: true });
  }

  /** Blocks from a number on, at most `most`. */
  from(number: number, most: number): readonly Block[] {
    return this.#blocks.slice(number - 1, number - 1 + most);
  }

  /** What became of a transaction; undefined before it is in a block. */
  receipt(hash: string): Receipt | undefined {
    return this.#receipts.get(hash);
  }

  /** Entries of the name service in the order of their insertion. */
  names(name: string, version?: string): readonly CnsEntry[] {
    return this.#names.filter(
      (entry) => entry.name === name && (version === undefined || entry.version === version),
    );
  }

  /** Whether a contract was deployed at the address. */
  has(address: string): boolean {
    return this.#contracts.has(address.toLowerCase());
  }

  #take(next: Block): void {
    if (!this.follows(next)) throw new Error(`block ${next.number} does not follow block ${this.tip.number}`);
    this.#blocks.push(next);
    for (const content of next.transactions) {
      const hash = hashOf(content);
      this.#receipts.set(hash, {
        blockNumber: next.number,
        transactionHash: hash,
        ...this.#execute(content, hash),
      });
    }
  }

  #execute(content: Transaction, hash: string): Pick<Receipt, "contractAddress" | "status" | "output"> {
    if (content.to === undefined) {
      const contractAddress = `0x${sha256(hash).slice(0, 40)}`;
      this.#contracts.add(contractAddress);
      return { contractAddress, status: "0x0", output: "0x" };
    }
    const result = { contractAddress: zeroAddress, status: "0x0" };
    if (content.to === cnsAddress) return { ...result, output: this.#insert(content.data) };
    if (this.has(content.to)) return { ...result, output: "0x" };
    return { ...result, status: noSuchContract, output: "0x" };
  }

  #insert(data: string): string {
    const call = decodeCnsCall(data);
    if (call?.method !== "insert") return int256(nameTaken);
    if (this.names(call.name, call.version).length > 0) return int256(nameTaken);
    const { name, version, address, abi } = call;
    this.#names.push({ name, version, address, abi });
    return int256(1);
  }
}

/** A number as Solidity's int256, hex with 0x. */
export function int256(value: number): string {
  return `0x${BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, "0")}`;
}

/** Reads an int256. */
export function fromInt256(hex: string): number {
  return Number(BigInt.asIntN(256, BigInt(hex)));
}
