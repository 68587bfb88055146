import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { TestServer } from "./test-server.js";

/** Where Debian and most others put OpenSSH's server. */
const sshd = "/usr/sbin/sshd";

/** Whether a real OpenSSH server can be started here. */
export const haveSshd: boolean = existsSync(sshd);

/** Configuration of an OpenSSH server on loopback with its default limits: its port, key file and file of allowed keys. */
export function sshdConfig(options: {
  readonly port: number;
  readonly hostKey: string;
  readonly authorized: string;
}): string {
  return [
    `Port ${options.port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${options.hostKey}`,
    `AuthorizedKeysFile ${options.authorized}`,
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "AllowStreamLocalForwarding yes",
    "Subsystem sftp internal-sftp",
    "LogLevel VERBOSE",
    "PidFile none",
    "",
  ].join("\n");
}

/** Starts a real OpenSSH server on loopback for the current user, with its default limits. */
export async function startSshd(options: { readonly authorized: string }): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), "consortium-sshd-"));
  await chmod(directory, 0o700);
  const hostKey = join(directory, "host");
  await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
  await writeFile(join(directory, "authorized"), `${options.authorized}\n`, { mode: 0o600 });
  const port = await freePort();
  await writeFile(
    join(directory, "config"),
    sshdConfig({ port, hostKey, authorized: join(directory, "authorized") }),
  );
  if (userInfo().uid === 0) await mkdir("/run/sshd", { recursive: true });
  const child = spawn(sshd, ["-D", "-e", "-f", join(directory, "config")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 100 || child.exitCode !== null) throw new Error(`sshd did not start:\n${log}`);
    await sleep(100);
  }
  const breakConnections = () => {
    const { stdout } = spawnSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" });
    for (const pid of stdout.split("\n").filter(Boolean)) signal(Number(pid));
  };
  return {
    target: {
      host: "127.0.0.1",
      port,
      user: userInfo().username,
      hostKey: (await readFile(`${hostKey}.pub`, "utf8")).trim(),
    },
    logins: () => log.match(/^Accepted publickey/gm)?.length ?? 0,
    breakConnections,
    async close() {
      breakConnections();
      child.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

/** A port of loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
