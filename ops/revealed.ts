/** Key and values by which a state marks a secret (sdk/v3/go/common/resource/sig). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * A value of an exported state with its secrets in clear, where the export holds them (`--show-secrets`); one that is
 * encrypted becomes undefined. For comparing only: never print it.
 */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  const marked = value as Readonly<Record<string, unknown>>;
  if (marked[signatureKey] === secretSignature)
    return typeof marked.plaintext === "string" ? revealed(JSON.parse(marked.plaintext)) : undefined;
  return Object.fromEntries(Object.entries(marked).map(([key, inner]) => [key, revealed(inner)]));
}
