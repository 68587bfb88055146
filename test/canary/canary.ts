import { randomBytes } from "node:crypto";
import type { SecretInputId } from "./secret-inputs.js";

/** A secret with every text that would give it away. */
export interface Canary {
  readonly input: SecretInputId;
  /** Whose it is, e.g. `orderer0.example.com-tls-key`. */
  readonly name: string;
  /** Any of these in a text is the secret in that text; none holds a tab, a newline or a colon. */
  readonly words: readonly string[];
}

/** Shorter words would be found by chance. */
const shortest = 16;

/** A recognisable random value to plant: `canary-<name>-<32 hex digits>`. */
export function newCanaryValue(name: string): string {
  return `canary-${name}-${randomBytes(16).toString("hex")}`;
}

/** A secret by one value or several of which each gives it away. @throws Error when a value is too short to look for */
export function canaryOf(input: SecretInputId, name: string, values: readonly string[]): Canary {
  return { input, name, words: [...new Set(values.flatMap(formsOf))] };
}

/** A value as it is, and as it stands in base64 of a longer text, both alphabets, wherever in that text it begins. */
function formsOf(value: string): string[] {
  if (value.length < shortest || /[\t\n:]/.test(value))
    throw new Error(`a value of ${value.length} characters cannot be looked for`);
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.from("\0".repeat(before) + value).toString("base64");
    // The first and last digits also depend on what stands before and after it.
    const first = [0, 2, 3][before] ?? 0;
    return text.slice(first).replace(/.={1,2}$/, "");
  });
  return [value, ...encoded, ...encoded.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}

/**
 * The line of a PEM private key that only its owner can know. It is the first one of an EC key; the first three of
 * OpenSSH's form hold the public key.
 */
export function secretLine(pem: string): string {
  const lines = pem.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  const line = pem.includes("BEGIN OPENSSH PRIVATE KEY") ? lines[3] : lines[0];
  if (line === undefined) throw new Error("no private key in PEM");
  return line;
}
