import { attempt } from "../hosts/process.js";
import { fingerprint, parseHostKey } from "../hosts/ssh/index.js";
import { UsageError } from "./verb.js";

/** Seconds that one server may take to answer. */
const answerSeconds = 5;

/** A host key as a server showed it over the network. */
export interface SeenHostKey {
  readonly address: string;
  /** As a stack file has it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/**
 * Asks servers for their Ed25519 host keys. What comes back is only as good as the network between: the fingerprints
 * have to be compared with what the servers' own consoles show. A server that does not answer is left out.
 * @throws UsageError when there is no ssh-keyscan
 */
export async function scanHostKeys(
  addresses: readonly string[],
  { port }: { readonly port: number } = { port: 22 },
): Promise<SeenHostKey[]> {
  const { code, stdout, stderr } = await attempt(
    ["ssh-keyscan", "-T", String(answerSeconds), "-p", String(port), "-t", "ed25519", "--", ...addresses],
    { timeoutSeconds: answerSeconds * addresses.length + 30 },
  );
  if (code === 127)
    throw new UsageError(
      `there is no ssh-keyscan (${stderr.trim()}); install openssh-client, or leave --scan out`,
    );
  return addresses.flatMap((address) => seenOf(address, port, stdout) ?? []);
}

/** The line of a server in what ssh-keyscan prints: `<address> ssh-ed25519 AAAA…`, with a port `[<address>]:<port> …`. */
function seenOf(address: string, port: number, output: string): SeenHostKey | undefined {
  const shown = port === 22 ? address : `[${address}]:${port}`;
  const [, type, key] =
    output
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .find(([first]) => first === shown) ?? [];
  if (type === undefined || key === undefined) return undefined;
  const hostKey = `${type} ${key}`;
  return { address, hostKey, fingerprint: fingerprint(parseHostKey(hostKey).blob) };
}
