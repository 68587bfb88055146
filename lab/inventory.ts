import { stringify } from "yaml";
import type { Zone } from "./names.js";

/** One server as the inventory tells it: the shape of an entry of `consortium:servers`. */
export interface InventoryServer {
  readonly address: string;
  /** `ssh-ed25519 AAAA…` without comment. */
  readonly hostKey: string;
  readonly ssh: { readonly user: string; readonly port: number };
  readonly arch: "amd64" | "arm64";
  readonly zone: Zone;
  readonly cpus: number;
  readonly memory: string;
  readonly disk: string;
}

/** Server name → server, as written to `.cache/lab/inventory.yaml`. */
export type Inventory = Readonly<Record<string, InventoryServer>>;

/** What each host may say it has. Hosts share this machine, so a figure says what a plan may count on. */
export interface Capacity {
  readonly cpus: number;
  readonly memory: string;
  readonly disk: string;
}

const GiB = 1024 ** 3;

/** 4 GiB and 20 GiB, as small servers have; less where this machine itself has less, whole GiB, at least 1. */
export function capacityOf(machine: {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly freeDiskBytes: number;
}): Capacity {
  const whole = (bytes: number, most: number) => `${Math.max(1, Math.min(most, Math.floor(bytes / GiB)))}GiB`;
  return {
    cpus: machine.cpus,
    memory: whole(machine.memoryBytes, 4),
    disk: whole(machine.freeDiskBytes, 20),
  };
}

/** Node's name of this machine's processor as the inventory writes it. Throws for others than amd64 and arm64. */
export function archOf(processArch: string): "amd64" | "arm64" {
  if (processArch === "x64") return "amd64";
  if (processArch === "arm64") return "arm64";
  throw new Error(`${processArch}: the lab runs on amd64 and arm64`);
}

/** Key type and key of a public key line, without the comment. */
export function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(" ");
}

/** The inventory file's text, servers in the given order. */
export function renderInventory(servers: Inventory): string {
  return `# Written by \`npm run lab\`: the hosts that are up now. Use it as consortium:inventory.\n${stringify(servers, { lineWidth: 0 })}`;
}

/** The known_hosts file for the same hosts. */
export function renderKnownHosts(servers: Inventory): string {
  return Object.values(servers)
    .map((server) => `${server.address} ${server.hostKey}\n`)
    .join("");
}
