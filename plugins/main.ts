/**
 * The process that serves all provider packages of one engine. Launchers (launcher.ts) start it with a run directory
 * and ask for a port by leaving a file `<package>.<launcher pid>.want` there; the port comes back as
 * `<launcher pid>.port`. Every request is one provider instance and gets a port of its own.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SshPool } from "../hosts/ssh/pool.js";
import { commandPackage } from "./command/package.js";
import { dockerPackage } from "./docker/package.js";
import { randomPackage } from "./random/package.js";
import type { ProviderPackage } from "./rpc/kind.js";
import { type ServedProvider, serveProvider } from "./rpc/service.js";
import { tlsPackage } from "./tls/package.js";

/** Replaced by the bundler: SDK versions by package. */
declare const SDK_VERSIONS: Readonly<Record<string, string>>;

/** How often the engine's life is looked at. */
const watchMs = 500;

const [directory = "", engineProcess = ""] = process.argv.slice(2);
const pool = new SshPool();
const version = (name: string) => SDK_VERSIONS[name] ?? "0.0.0";
const command = commandPackage(version("command"), pool);
const packages: Readonly<Record<string, ProviderPackage>> = {
  docker: dockerPackage(version("docker"), pool),
  command,
  random: randomPackage(version("random")),
  tls: tlsPackage(version("tls")),
};
/** What is served, by the process id of its launcher. */
const served = new Map<number, ServedProvider>();

// The engine interrupts the whole process tree at the end of a run; the work is ended by its Cancel call instead.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void stop());
process.on("unhandledRejection", (error) => process.stderr.write(`${String(error)}\n`));

watch(directory, () => void answer());
setInterval(() => {
  void answer();
  if (!isAlive(Number(engineProcess))) void stop();
  // The engine ends a launcher when it has done with that provider.
  for (const [launcher, provider] of served) {
    if (isAlive(launcher)) continue;
    served.delete(launcher);
    provider.close();
  }
}, watchMs);
await answer();

/** Serves every request that lies in the run directory. Without the directory nobody can ask any more. */
async function answer(): Promise<void> {
  if (!existsSync(directory)) return stop();
  for (const name of readdirSync(directory)) {
    const match = /^([a-z]+)\.(\d+)\.want$/.exec(name);
    if (match === null) continue;
    const [, packageName = "", launcher = ""] = match;
    const engine = take(join(directory, name));
    const pkg = packages[packageName];
    if (engine === undefined || pkg === undefined) continue;
    const provider = await serveProvider(pkg, engine.trim());
    served.set(Number(launcher), provider);
    const port = join(directory, `${launcher}.port`);
    writeFileSync(`${port}.new`, `${provider.port}\n`);
    renameSync(`${port}.new`, port);
  }
}

/** The text of a request, which is then gone; nothing when another turn took it. */
function take(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8");
    rmSync(path);
    return text;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Work that is under way is cancelled; it has a moment to stop what it started elsewhere.
  for (const provider of served.values()) provider.close();
  setTimeout(() => process.exit(0), 3000).unref();
  await Promise.all([command.close(), pool.close()]).catch(() => {});
  for (const pid of served.keys()) endLauncher(pid);
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}

/** A launcher of a killed engine still sleeps. Only a process that is one is ended. */
function endLauncher(pid: number): void {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith("sleep\0")) process.kill(pid);
  } catch {
    // It is gone, or this system has no /proc.
  }
}
