import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { cache, cached } from "../../ops/checkout.js";

const lockFile = cached("setup.lock");

/** Runs `work` while no other set-up of this checkout runs; waits for one that does. */
export async function alone<T>(say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  await mkdir(cache, { recursive: true });
  let waiting = false;
  while (!(await take())) {
    if (!waiting) say("another set-up of this checkout runs: waiting for it");
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function take(): Promise<boolean> {
  try {
    await writeFile(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    const pid = Number(await readFile(lockFile, "utf8").catch(() => ""));
    // Left behind by a set-up that was killed.
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) await rm(lockFile, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
