import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { access, mkdir, readFile, rm } from "node:fs/promises";
import { attempt, lastLines, run } from "../../hosts/process.js";
import { cached } from "../../ops/checkout.js";
import { engineAnswers } from "./system-packages.js";

const pidFile = cached("engine", "dockerd.pid");
const logFile = cached("engine", "dockerd.log");

/** Keeps an engine that answers; else starts the installed one, by systemd or, where there is none, ourselves. */
export async function ensureEngine(): Promise<{
  readonly outcome: "found" | "made";
  readonly detail: string;
}> {
  if (await engineAnswers()) return { outcome: "found", detail: await engineVersion() };
  if (process.getuid?.() !== 0) {
    throw new Error(
      "no Docker engine answers (or you are not in the docker group). Run: sudo npm run setup -- --only engine",
    );
  }
  const systemd = await access("/run/systemd/system").then(
    () => true,
    () => false,
  );
  if (systemd) await run(["systemctl", "start", "docker"], { timeoutSeconds: 120 });
  else await startOurs();
  await waitForEngine();
  return { outcome: "made", detail: `${await engineVersion()}${systemd ? "" : ", started by us"}` };
}

async function startOurs(): Promise<void> {
  await mkdir(cached("engine"), { recursive: true });
  // A stale file names a process that may be someone else's by now; dockerd refuses to start over it.
  if (!(await ourEngine())) await rm(pidFile, { force: true });
  const log = openSync(logFile, "a");
  const engine = spawn("dockerd", ["--pidfile", pidFile], { detached: true, stdio: ["ignore", log, log] });
  engine.on("error", () => undefined);
  engine.unref();
}

async function waitForEngine(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await engineAnswers())) {
    if (Date.now() > deadline) {
      const log = await readFile(logFile, "utf8").catch(() => "");
      throw new Error(`the Docker engine does not answer after 60 s; its last lines:\n${lastLines(log, 8)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/**
 * Stops the engine if this checkout started it, after its last container is gone. Returns what happened in words.
 * An engine that was there before, or one under systemd, is left as it is.
 */
export async function stopEngine(): Promise<string> {
  const pid = await ourEngine();
  if (pid === undefined) return "the Docker engine was not started by this checkout: left as it is";
  const running = await attempt(["docker", "ps", "--format", "{{.Names}}"]);
  const names = running.stdout.split("\n").filter((name) => name !== "");
  if (names.length > 0) throw new Error(`the engine still runs ${names.join(", ")}: stop these first`);
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + 60_000;
  while ((await ourEngine()) !== undefined) {
    if (Date.now() > deadline) throw new Error(`the Docker engine (process ${pid}) does not end after 60 s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await rm(cached("engine"), { recursive: true, force: true });
  return "Docker engine stopped";
}

/** Process id of the engine this checkout started, while it runs. */
async function ourEngine(): Promise<number | undefined> {
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes(pidFile) ? pid : undefined;
}

async function engineVersion(): Promise<string> {
  return (await run(["docker", "version", "--format", "{{.Server.Version}}"])).trim();
}
