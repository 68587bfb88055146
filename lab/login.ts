import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { ensureAgent } from "./agent.js";
import type { Inventory } from "./inventory.js";
import { inventoryFile, knownHostsFile } from "./lab.js";

/** Runs ssh to a host with the lab's key and pinned host keys, in this terminal. Returns its exit status. */
export async function login(host: string, user: string, command: readonly string[]): Promise<number> {
  const text = await readFile(inventoryFile, "utf8").catch(() => "{}");
  const inventory = parse(text) as Inventory;
  const server = inventory[host];
  if (!server)
    throw new Error(
      `no host ${host} in ${inventoryFile}: it has ${Object.keys(inventory).join(", ") || "none"}`,
    );
  const { socket } = await ensureAgent();
  const args = [
    "-o",
    `UserKnownHostsFile=${knownHostsFile}`,
    "-o",
    "StrictHostKeyChecking=yes",
    `${user}@${server.address}`,
  ];
  const child = spawn("ssh", [...args, ...command], {
    stdio: "inherit",
    env: { ...process.env, SSH_AUTH_SOCK: socket },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 255));
  });
}
