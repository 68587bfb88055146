/**
 * The host of the benchmark on one server. A whole network there wants more processors than a small machine has, and the
 * preflight asks the host; lab hosts share the machine's processors, and thirteen of them promise more together than
 * this one does alone.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Inventory, renderInventory } from "../lab/inventory.js";
import type { Promised } from "../lab/promise.js";
import { cached } from "../ops/checkout.js";

/** What stack-1.yaml names as its inventory. */
const inventoryFile = cached("bench", "inventory.yaml");
/** Sums of the tier `trial` for stack-1.yaml, rounded up: 4.25 processors, 5760 MiB. */
const needs = { cpus: 5, memoryGiB: 6 } as const;

/**
 * What the one host promises.
 * @throws Error where this machine does not have the memory
 */
export function promiseOfOne(machine: { readonly cpus: number; readonly memoryGiB: number }): Promised {
  if (machine.memoryGiB < needs.memoryGiB)
    throw new Error(
      `1 server: the network needs ${needs.memoryGiB} GiB of memory and this machine has ${machine.memoryGiB}. ` +
        "Leave it out: --servers 4,13",
    );
  return { cpus: Math.max(machine.cpus, needs.cpus), memory: `${needs.memoryGiB}GiB`, disk: undefined };
}

/** The lab's inventory with one server. @throws Error where the lab does not have it */
export function inventoryOfOne(host: string, lab: Inventory): Inventory {
  const server = lab[host];
  if (!server) throw new Error(`lab host ${host} is not in the lab's inventory`);
  return { [host]: server };
}

/** Writes that inventory. */
export async function writeInventoryOfOne(host: string, lab: Inventory): Promise<void> {
  await mkdir(dirname(inventoryFile), { recursive: true });
  await writeFile(inventoryFile, renderInventory(inventoryOfOne(host, lab)));
}
