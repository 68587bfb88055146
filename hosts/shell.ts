import type { ExecResult } from "./ssh/index.js";
import { quote } from "./ssh/index.js";

/** Reads a script from standard input and runs it as root; a login that is not root needs `sudo -n`. */
export function rootShell(user: string): string {
  return `${sudoOf(user)}sh -s`;
}

/** Runs one command line as root; its standard input is free for data. */
export function asRoot(user: string, command: string): string {
  return `${sudoOf(user)}sh -c ${quote(command)}`;
}

/** The user's way to Docker: root needs no sudo. */
export function dockerOf(user: string): string {
  return `${sudoOf(user)}docker`;
}

function sudoOf(user: string): string {
  return user === "root" ? "" : "sudo -n ";
}

/** What a command printed that must not fail. @throws Error with the server, the exit status and its last lines */
export function outputOf(server: string, what: string, { code, stdout, stderr }: ExecResult): string {
  if (code === 0) return stdout;
  const last = stderr.trim().split("\n").slice(-5).join("\n");
  throw new Error(`${server}: ${what} failed with exit status ${code}\n${last}`);
}
