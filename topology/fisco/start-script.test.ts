import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startScript } from "./start-script.js";

test("the script as a node gets it", () => {
  expect(
    startScript({
      folder: "/data",
      program: ["/usr/local/bin/fisco-bcos", "-c", "config.ini"],
      keepMinutes: 10_080,
    }),
  ).toBe(`#!/bin/sh
cd /data || exit 1
while :; do
  find log -maxdepth 1 -type f -name 'log_*' -mmin +10080 -exec rm -f {} +
  sleep 3600
done &
exec /usr/local/bin/fisco-bcos -c config.ini
`);
});

/** Stands for the node: tells its process id, and ends of itself when it is told to. */
const program = `#!/bin/sh
trap 'echo ended > ended; exit 0' TERM
echo $$ > pid
while :; do sleep 0.05; done
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "node-"));
  mkdirSync(join(folder, "log"));
  writeFileSync(join(folder, "program"), program, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a log file of an age. */
function logFile(name: string, ageMinutes: number): void {
  const path = join(folder, "log", name);
  writeFileSync(path, "");
  const at = Date.now() / 1000 - ageMinutes * 60;
  utimesSync(path, at, at);
}

function start() {
  writeFileSync(
    join(folder, "run.sh"),
    startScript({ folder, program: [join(folder, "program")], keepMinutes: 60 }),
  );
  // A group of its own, as a container's processes are, which all end with process 1.
  return spawn("/bin/sh", [join(folder, "run.sh")], { stdio: "ignore", detached: true });
}

test("the node takes the shell's place and gets SIGTERM; log files that are too old are deleted, nothing else", async () => {
  logFile("log_2026030100.00.log", 120);
  logFile("log_2026030101.00.log", 30);
  logFile("other.log", 120);
  const shell = start();
  const pid = shell.pid ?? 0;
  try {
    await vi.waitFor(() => expect(readFileSync(join(folder, "pid"), "utf8").trim()).toBe(String(pid)), 5000);
    await vi.waitFor(() => expect(existsSync(join(folder, "log/log_2026030100.00.log"))).toBe(false), 5000);
    expect(existsSync(join(folder, "log/log_2026030101.00.log"))).toBe(true);
    expect(existsSync(join(folder, "log/other.log"))).toBe(true);
    const ended = new Promise((resolve) => shell.once("exit", resolve));
    process.kill(pid, "SIGTERM");
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, "ended"))).toBe(true);
  } finally {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The group has ended.
    }
  }
});
