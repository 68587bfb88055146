import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../hosts/process.js";
import type { SshTarget } from "../../../hosts/ssh/target.js";
import { freePort, sshdConfig } from "../../../hosts/ssh/test-sshd.js";
import { docker, tryDocker } from "../../../lab/docker.js";
import { ensureHostImage } from "../../../lab/host-image.js";

const name = "consortium-lab-sshd";

/** This machine as a server: an OpenSSH server in a container of the lab's host image, with this machine's engine. */
export interface MachineServer {
  readonly target: SshTarget;
  /** Logins so far. */
  logins(): Promise<number>;
  /** Connections that are open, logged in or not. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Starts it with OpenSSH's default limits. The machine's own programs are not touched: it need not have an sshd.
 * @param folder for its keys; commands see it under the same path
 */
export async function startMachineServer(folder: string, authorized: string): Promise<MachineServer> {
  const { reference } = await ensureHostImage();
  const own = join(folder, "sshd");
  mkdirSync(own, { mode: 0o700 });
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(own, "host")]);
  writeFileSync(join(own, "authorized"), `${authorized}\n`, { mode: 0o600 });
  const port = await freePort();
  const files = { hostKey: join(own, "host"), authorized: join(own, "authorized") };
  writeFileSync(join(own, "config"), sshdConfig({ port, ...files }));
  await tryDocker(["rm", "--force", name]);
  await docker([
    ...["run", "--detach", `--name=${name}`, "--network=host"],
    ...[`--volume=${folder}:${folder}`, "--volume=/var/run/docker.sock:/var/run/docker.sock"],
    ...["--entrypoint=/bin/sh", reference],
    ...["-c", 'mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e -f "$0"', join(own, "config")],
  ]);
  await until(`port ${port} of ${name} answers`, async () => {
    const probe = `exec 3<>/dev/tcp/127.0.0.1/${port}`;
    return (await tryDocker(["exec", name, "bash", "-c", probe])).code === 0;
  });
  return {
    target: {
      host: "127.0.0.1",
      port,
      user: "root",
      hostKey: readFileSync(join(own, "host.pub"), "utf8").trim(),
    },
    async logins() {
      const { stdout, stderr } = await tryDocker(["logs", name]);
      return `${stdout}${stderr}`.match(/^Accepted publickey/gm)?.length ?? 0;
    },
    async connections() {
      const table = await docker(["exec", name, "cat", "/proc/net/tcp"]);
      // Address, port and state in hexadecimal; 01 is ESTABLISHED.
      const open = new RegExp(`^ *\\d+: [0-9A-F]+:${hexadecimal(port)} [0-9A-F:]+ 01 `, "gm");
      return table.match(open)?.length ?? 0;
    },
    async close() {
      await docker(["rm", "--force", "--volumes", name]);
    },
  };
}

function hexadecimal(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`not so after 30 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
