/**
 * The host of the benchmark on one server. A whole network there wants more processors than a small machine has, and the
 * preflight asks the host; lab hosts share the machine's processors, and thirteen of them promise more together than
 * this one does alone.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { dirname } from "node:path";
import { inside } from "../lab/docker.js";
import { type Inventory, renderInventory } from "../lab/inventory.js";
import { containerOf, type Lab } from "../lab/lab.js";
import { cached } from "../scripts/paths.js";

/** What stack-1.yaml names as its inventory. */
const inventoryFile = cached("bench", "inventory.yaml");
/** Sums of the tier `trial` for stack-1.yaml, rounded up: 4.25 processors, 5760 MiB. */
const needs = { cpus: 5, memoryGiB: 6 } as const;

/** The lab's inventory with one server, which promises what the network on it needs. */
export function inventoryOfOne(host: string, lab: Inventory, machineMemoryGiB: number): Inventory {
  const server = lab[host];
  if (!server) throw new Error(`lab host ${host} is not in the lab's inventory`);
  if (machineMemoryGiB < needs.memoryGiB)
    throw new Error(
      `1 server: the network needs ${needs.memoryGiB} GiB of memory and this machine has ${machineMemoryGiB}. ` +
        "Leave it out: --servers 4,13",
    );
  return {
    [host]: { ...server, cpus: Math.max(server.cpus, needs.cpus), memory: `${needs.memoryGiB}GiB` },
  };
}

/** Writes that inventory, and lets the host count as many processors as it promises. */
export async function preparePromises(lab: Lab, host: string, inventory: Inventory): Promise<void> {
  const own = inventoryOfOne(host, inventory, Math.floor(totalmem() / 1024 ** 3));
  await mkdir(dirname(inventoryFile), { recursive: true });
  await writeFile(inventoryFile, renderInventory(own));
  const promised = own[host]?.cpus ?? needs.cpus;
  // Logins of root have /usr/local/bin before /usr/bin.
  await inside(
    containerOf(lab, host),
    `printf '#!/bin/sh\\necho ${promised}\\n' > /usr/local/bin/nproc\nchmod 755 /usr/local/bin/nproc`,
  );
}
