/** The contract name service: a precompiled contract of every chain (FISCO-BCOS libprecompiled/Common.h). */
export const cnsAddress = "0x0000000000000000000000000000000000001004";

/** First four bytes of keccak-256 over each method's signature. */
const selectors = {
  /** selectByName(string) */
  byName: "819a3d62",
  /** selectByNameAndVersion(string,string) */
  byNameAndVersion: "897f0251",
  /** insert(string,string,string,string): name, version, address, ABI */
  insert: "a216464b",
} as const;

/** One line of the name service. */
export interface CnsEntry {
  readonly name: string;
  readonly version: string;
  readonly address: string;
  readonly abi: string;
}

/** What a call of the name service asks for. */
export type CnsCall =
  | { readonly method: "byName"; readonly name: string }
  | { readonly method: "byNameAndVersion"; readonly name: string; readonly version: string }
  | ({ readonly method: "insert" } & CnsEntry);

/** Input of a call, as hex with 0x. */
export function encodeCnsCall(call: CnsCall): string {
  const words =
    call.method === "byName"
      ? [call.name]
      : call.method === "byNameAndVersion"
        ? [call.name, call.version]
        : [call.name, call.version, call.address, call.abi];
  return `0x${selectors[call.method]}${encodeStrings(words)}`;
}

/** Reads the input of a call; undefined for a method the name service does not have. */
export function decodeCnsCall(input: string): CnsCall | undefined {
  const [selector, body] = [input.slice(2, 10), input.slice(10)];
  const words = (count: number) => decodeStrings(body, count);
  if (selector === selectors.byName) {
    const [name = ""] = words(1);
    return { method: "byName", name };
  }
  if (selector === selectors.byNameAndVersion) {
    const [name = "", version = ""] = words(2);
    return { method: "byNameAndVersion", name, version };
  }
  if (selector === selectors.insert) {
    const [name = "", version = "", address = "", abi = ""] = words(4);
    return { method: "insert", name, version, address, abi };
  }
  return undefined;
}

/** Strings in Solidity's ABI: offsets, then length and bytes of each, in words of 32 bytes. Hex without 0x. */
export function encodeStrings(texts: readonly string[]): string {
  const tails = texts.map((text) => {
    const bytes = Buffer.from(text, "utf8");
    return word(bytes.length) + bytes.toString("hex").padEnd(Math.ceil(bytes.length / 32) * 64, "0");
  });
  let offset = texts.length * 32;
  const heads = tails.map((tail) => {
    const head = word(offset);
    offset += tail.length / 2;
    return head;
  });
  return heads.join("") + tails.join("");
}

/** Reads `count` strings of Solidity's ABI from hex without 0x. @throws RangeError where it is cut off */
export function decodeStrings(hex: string, count: number): string[] {
  const bytes = Buffer.from(hex, "hex");
  const number = (at: number) => Number(BigInt(`0x${bytes.subarray(at, at + 32).toString("hex") || "0"}`));
  return Array.from({ length: count }, (_, index) => {
    const start = number(index * 32);
    const length = number(start);
    if (start + 32 + length > bytes.length) throw new RangeError("ABI data ends too early");
    return bytes.subarray(start + 32, start + 32 + length).toString("utf8");
  });
}

function word(value: number): string {
  return value.toString(16).padStart(64, "0");
}
