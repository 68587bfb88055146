import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { manualStack } from "../topology/testing/stack.js";

/** A server of the stack that the verbs' tests work on. */
export interface TestPlace {
  readonly port: number;
  /** In OpenSSH's form; a comment is left out. */
  readonly hostKey: string;
}

/**
 * Writes `Pulumi.dev.yaml` with the manual's network on two servers behind ports of loopback: everything on `up1`, and
 * the peer `bar.org5.example.com` on `down1`.
 * @returns the file
 */
export function writeStackFile(folder: string, { up1, down1 }: Record<"up1" | "down1", TestPlace>): string {
  const { servers: _, ...network } = manualStack();
  const input = JSON.parse(JSON.stringify(network).replaceAll(/"(zk|k|o|p)\d"/g, '"up1"'));
  input.fabric.organizations.Org5.peers.bar = "down1";
  const server = (address: string, zone: string, { port, hostKey }: TestPlace) => ({
    ...{ address, zone, cpus: 64, memory: "512GiB", disk: "9TiB" },
    hostKey: hostKey.split(" ").slice(0, 2).join(" "),
    ssh: { host: "127.0.0.1", port, user: "root" },
  });
  input.servers = { up1: server("10.0.0.11", "a", up1), down1: server("10.0.0.12", "b", down1) };
  const config = Object.fromEntries(
    Object.entries(input).map(([key, value]) => [`consortium:${key}`, value]),
  );
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, JSON.stringify({ config }));
  return file;
}

/** A verb that was called as a person calls it. */
export interface Called {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Resolves with the exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Calls `./consortium` with a standard input that ends; `stdout` may be a file's descriptor. */
export function callVerb(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin = "",
  stdout: "pipe" | number = "pipe",
): Called {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "main.ts"), ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", stdout, "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    printed.stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    printed.stderr += chunk.toString();
  });
  child.stdin?.end(stdin);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal)),
  );
  return { child, printed, ended };
}
