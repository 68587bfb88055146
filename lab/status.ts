import { inParallel } from "../hosts/in-parallel.js";
import { inside, tryDocker } from "./docker.js";
import { presentHosts } from "./hosts.js";
import { containerOf, type Lab } from "./lab.js";

/** One host as it is now. */
export interface HostStatus {
  readonly name: string;
  readonly address: string;
  /** What it says it has beyond what this machine gives it, e.g. `cpus=8,memory=32GiB`; empty: nothing. */
  readonly promise: string;
  readonly state: "up" | "stopped" | "no engine";
  /** Containers inside it, running ones first. */
  readonly containers: readonly string[];
  /** SSH logins its sshd accepted since the host was made. */
  readonly acceptedLogins: number;
}

/** All hosts of the lab by address. Empty when there is no engine. */
export async function status(lab: Lab): Promise<HostStatus[]> {
  if ((await tryDocker(["version"], { timeoutSeconds: 20 })).code !== 0) return [];
  const hosts = await presentHosts(lab);
  return inParallel(4, hosts, async ({ name, address, running, promise }) => {
    if (!running) return { name, address, promise, state: "stopped", containers: [], acceptedLogins: 0 };
    const format = "{{.Names}} ({{.Image}}, {{.Status}})";
    const listing = await tryDocker([
      "exec",
      containerOf(lab, name),
      "docker",
      "ps",
      "--all",
      "--format",
      format,
    ]);
    return {
      name,
      address,
      promise,
      state: listing.code === 0 ? "up" : "no engine",
      containers: listing.stdout.split("\n").filter((line) => line !== ""),
      acceptedLogins: await acceptedLogins(lab, name),
    };
  });
}

/** SSH logins a host's sshd accepted since the host was made: one per handshake. */
export async function acceptedLogins(lab: Lab, name: string): Promise<number> {
  const count = await inside(
    containerOf(lab, name),
    "grep -c '^Accepted publickey' /var/log/sshd-auth.log || true",
  );
  return Number(count.trim());
}
