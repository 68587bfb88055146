import type { Duplex } from "node:stream";
import ssh2, { type Client, type ConnectConfig, type ParsedKey } from "ssh2";
import { messageOf, SshError } from "./errors.js";
import { algorithmsFor, fingerprint, mismatch, pinnedKey } from "./host-key.js";
import { onAbort } from "./on-abort.js";
import { describeTarget, type SshCredentials, type SshTarget } from "./target.js";

export interface ConnectOptions {
  readonly credentials?: SshCredentials;
  /** Time for TCP, handshake and login together. Default 15 s, as in Pulumi's command provider. */
  readonly timeoutSeconds?: number;
  /** An open way to the server's SSH port (through a jump host) instead of a TCP connection of our own. */
  readonly sock?: Duplex;
  readonly signal?: AbortSignal;
}

/** A server that answers no keepalive for 4 × 15 s is lost. */
const keepalive = { keepaliveInterval: 15_000, keepaliveCountMax: 4 };

/**
 * Makes one connection with the host key pinned and Nagle's algorithm off.
 * @throws SshError that names the server, what was tried and a remedy.
 */
export async function connect(target: SshTarget, options: ConnectOptions = {}): Promise<Client> {
  const expected = pinnedKey(target);
  const credentials = options.credentials ?? {};
  const timeoutSeconds = options.timeoutSeconds ?? 15;
  const login = await loginMethods(target, credentials);
  const client = new ssh2.Client();
  let seen: Buffer | undefined;
  let unwatch = () => {};
  const attempt = new Promise<void>((resolve, reject) => {
    client.once("ready", resolve);
    client.once("error", reject);
    client.once("close", () => reject(new Error("the connection was closed during the handshake")));
    unwatch = onAbort(options.signal, () => reject(new Error("aborted")));
    client.connect({
      ...keepalive,
      ...login,
      ...(options.sock === undefined ? { host: target.host, port: target.port } : { sock: options.sock }),
      username: target.user,
      readyTimeout: timeoutSeconds * 1000,
      algorithms: { serverHostKey: algorithmsFor(expected) as never },
      hostVerifier: (key: Buffer) => {
        seen = Buffer.from(key);
        return seen.equals(expected.blob);
      },
    });
  });
  try {
    await attempt;
  } catch (error) {
    client.on("error", () => {});
    client.destroy();
    if (options.signal?.aborted)
      throw new SshError("aborted", `${describeTarget(target)}: connecting was cancelled`);
    if (seen !== undefined && !seen.equals(expected.blob)) throw mismatch(target, expected, seen);
    if (/no matching host key format/i.test(messageOf(error))) throw mismatch(target, expected, undefined);
    throw await explain(target, credentials, timeoutSeconds, error);
  } finally {
    unwatch();
  }
  // Without this every small request waits for the peer's delayed ACK (45 ms instead of 2 ms).
  client.setNoDelay(true);
  return client;
}

async function loginMethods(target: SshTarget, credentials: SshCredentials): Promise<ConnectConfig> {
  if (credentials.privateKey !== undefined)
    return {
      privateKey: credentials.privateKey,
      ...(credentials.privateKeyPassphrase === undefined
        ? {}
        : { passphrase: credentials.privateKeyPassphrase }),
      ...(credentials.password === undefined ? {} : { password: credentials.password }),
    };
  if (credentials.password !== undefined) return { password: credentials.password };
  const agent = credentials.agentSocket ?? process.env.SSH_AUTH_SOCK;
  if (agent === undefined || agent === "")
    throw new SshError(
      "authentication",
      `${describeTarget(target)}: there is no ssh agent (SSH_AUTH_SOCK is not set). ` +
        `Start one and add the key: eval "$(ssh-agent)" && ssh-add <key file>`,
    );
  const keys = await agentKeys(agent).catch((error: unknown) => {
    throw new SshError(
      "authentication",
      `${describeTarget(target)}: the ssh agent at ${agent} does not answer (${messageOf(error)}). ` +
        `Start one and add the key: eval "$(ssh-agent)" && ssh-add <key file>`,
    );
  });
  if (keys.length === 0)
    throw new SshError(
      "authentication",
      `${describeTarget(target)}: the ssh agent at ${agent} holds no key. Add one: ssh-add <key file>`,
    );
  return { agent };
}

/** The public keys an agent offers. */
function agentKeys(socket: string): Promise<ParsedKey[]> {
  return new Promise((resolve, reject) => {
    ssh2.createAgent(socket).getIdentities((error, keys) => {
      if (error) reject(error);
      else resolve((keys ?? []) as ParsedKey[]);
    });
  });
}

async function explain(
  target: SshTarget,
  credentials: SshCredentials,
  timeoutSeconds: number,
  error: unknown,
): Promise<SshError> {
  const server = describeTarget(target);
  const text = messageOf(error);
  const level = (error as { level?: string }).level;
  const code = (error as { code?: string }).code;
  if (/authentication methods failed/i.test(text)) {
    const tried = await triedLogins(credentials);
    return new SshError(
      "authentication",
      `${server}: the server accepted none of our logins (tried ${tried}). ` +
        `Add the public key to ~${target.user}/.ssh/authorized_keys there; with many keys in the agent only the first few are looked at (MaxAuthTries 6)`,
      { cause: error },
    );
  }
  if (level === "client-timeout" || /timed out while waiting for handshake/i.test(text))
    return new SshError(
      "unreachable",
      `${server}: no SSH session within ${timeoutSeconds} s. Check that the server runs, that the address and port are right and that no firewall drops the packets`,
      { cause: error },
    );
  if (
    code !== undefined &&
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code)
  )
    return new SshError(
      "unreachable",
      `${server}: cannot be reached (${code}). Check that the server runs, that sshd listens on port ${target.port} and that the address is right`,
      { cause: error },
    );
  return new SshError(
    "handshake",
    `${server}: the SSH handshake failed (${text}). If this comes and goes, the server refuses many logins at once: raise MaxStartups in its sshd_config`,
    { cause: error },
  );
}

async function triedLogins(credentials: SshCredentials): Promise<string> {
  if (credentials.privateKey !== undefined) return "the given private key";
  if (credentials.password !== undefined) return "the given password";
  const keys = await agentKeys(credentials.agentSocket ?? process.env.SSH_AUTH_SOCK ?? "").catch(() => []);
  return `agent key ${keys.map((key) => fingerprint(key.getPublicSSH())).join(", ")}`;
}
