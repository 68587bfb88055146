/** Why a connection could not be made or used. */
export type SshFailure =
  /** Nothing answers at the address, or not in time. */
  | "unreachable"
  /** The server showed another key than the pinned one. */
  | "host-key"
  /** The server accepted none of our keys, or there is no agent. */
  | "authentication"
  /** The connection broke while it was being made (often sshd's MaxStartups). */
  | "handshake"
  /** The connection broke while it was in use. */
  | "lost"
  /** The server refused a channel (session, TCP or socket forwarding). */
  | "channel"
  /** A command ran into its time limit. */
  | "timeout"
  /** The caller gave up. */
  | "aborted"
  /** The target itself is wrong, e.g. its host key cannot be read. */
  | "target";

/** A failure of the SSH transport. The message names the server, what was tried and a remedy. */
export class SshError extends Error {
  readonly failure: SshFailure;
  constructor(failure: SshFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SshError";
    this.failure = failure;
  }
}

/** Whether trying again soon can help. A wrong key or refused login never heals by itself. */
export function worthRetrying(error: unknown): boolean {
  return error instanceof SshError && (error.failure === "unreachable" || error.failure === "handshake");
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
