import type { Duplex, Readable } from "node:stream";

/** What a remote command left behind. */
export interface ExecResult {
  /** Exit status; 128 + signal number when a signal ended the command. */
  readonly code: number;
  /** All of standard output, decoded as UTF-8; empty when `onStdout` was given. */
  readonly stdout: string;
  /** All of standard error, decoded as UTF-8; empty when `onStderr` was given. */
  readonly stderr: string;
}

export interface ExecOptions {
  /** Standard input; without it the command reads end-of-file at once. */
  readonly stdin?: string | Uint8Array | Readable;
  /** Environment, as SSH requests: the server drops what its `AcceptEnv` does not name, without a word. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command (TERM, then KILL) after this time. Default: no limit. */
  readonly timeoutSeconds?: number;
  /** Ends the command (TERM, then KILL) when aborted. */
  readonly signal?: AbortSignal;
  /** Receives standard output while it comes, instead of collecting it. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** Receives standard error while it comes, instead of collecting it. */
  readonly onStderr?: (chunk: Buffer) => void;
}

/** A way to one server. Any number of operations may run at the same time. */
export interface Link {
  /**
   * Runs a command line with the login shell of the user.
   * A non-zero exit status is a result, not an error.
   * @throws SshError when the command could not be started, ran into its limit or the connection broke.
   */
  exec(command: string, options?: ExecOptions): Promise<ExecResult>;
  /** TCP from the server to host:port (direct-tcpip). @throws SshError */
  connectTcp(host: string, port: number): Promise<Duplex>;
  /** A Unix socket on the server (direct-streamlocal). @throws SshError */
  connectUnix(path: string): Promise<Duplex>;
  /** Gives the link back; a connection nobody else uses is closed. */
  close(): Promise<void>;
}
