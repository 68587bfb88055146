import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { containerOf, type Lab } from "./lab.js";

/**
 * Removes the control groups hosts left on this machine. Version 1 hierarchies are shared with the machine, and a
 * killed host leaves its empty groups there. Groups in use cannot be removed and stay.
 */
export async function removeCgroups(lab: Lab, hosts: readonly string[]): Promise<void> {
  const controllers = await readdir("/sys/fs/cgroup", { withFileTypes: true }).catch(() => []);
  for (const controller of controllers.filter((entry) => entry.isDirectory())) {
    for (const host of hosts)
      await removeTree(join("/sys/fs/cgroup", controller.name, containerOf(lab, host)));
  }
}

async function removeTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  await rmdir(folder).catch(() => undefined);
}
