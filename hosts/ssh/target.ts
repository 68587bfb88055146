/** Where and as whom to log in. Everything here is stack data; nothing of the operator's machine. */
export interface SshTarget {
  /** Name or address of the machine's SSH server. */
  readonly host: string;
  /** TCP port of the SSH server. */
  readonly port: number;
  readonly user: string;
  /** The server's public key in authorized_keys format, e.g. `ssh-ed25519 AAAA…`. Nothing else is accepted. */
  readonly hostKey: string;
  /** Log in through this machine (direct-tcpip), which has its own pinned key. */
  readonly jump?: SshTarget;
}

/** How to prove who we are; by default the agent behind `SSH_AUTH_SOCK`. Never part of a stack's plain data. */
export interface SshCredentials {
  /** Socket of an ssh agent. Default: `SSH_AUTH_SOCK`. */
  readonly agentSocket?: string;
  /** A private key in PEM or OpenSSH form; used instead of the agent. */
  readonly privateKey?: string;
  readonly privateKeyPassphrase?: string;
  readonly password?: string;
}

/** `user@host:port`, followed by ` via user@jump:port` for each jump. For messages and as a key. */
export function describeTarget(target: SshTarget): string {
  const own = `${target.user}@${target.host}:${target.port}`;
  return target.jump === undefined ? own : `${own} via ${describeTarget(target.jump)}`;
}
