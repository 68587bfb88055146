import { rm } from "node:fs/promises";
import { stopAgent } from "./agent.js";
import { removeCgroups } from "./cgroups.js";
import { docker, tryDocker } from "./docker.js";
import { presentHosts, writeInventory } from "./hosts.js";
import { containerOf, inventoryFile, knownHostsFile, type Lab, labLabel, volumeOf } from "./lab.js";
import { refuseForeign } from "./network.js";

/** Removes some hosts with their disks; the others and the network stay. */
export async function downHosts(
  lab: Lab,
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  await refuseForeign(lab);
  const present = (await presentHosts(lab)).map((host) => host.name);
  const unknown = names.find((name) => !present.includes(name));
  if (unknown !== undefined)
    throw new Error(`no host ${unknown}: the lab has ${present.join(", ") || "none"}`);
  for (const name of names) {
    await docker(["rm", "--force", containerOf(lab, name)]);
    await docker(["volume", "rm", "--force", volumeOf(lab, name)]);
    say(`${name}  removed`);
  }
  await removeCgroups(lab, names);
  await writeInventory(lab);
}

/** Removes every container, volume and network of the lab, its inventory and its agent. Harmless when repeated. */
export async function down(lab: Lab, say: (line: string) => void): Promise<void> {
  if ((await tryDocker(["version"], { timeoutSeconds: 20 })).code === 0) {
    await refuseForeign(lab);
    const hosts = (await presentHosts(lab)).map((host) => host.name);
    for (const kind of ["container", "volume", "network"] as const) {
      const found = await ours(lab, kind);
      if (found.length === 0) continue;
      await docker([kind, "rm", ...(kind === "network" ? [] : ["--force"]), ...found]);
      say(`${found.length} ${kind}${found.length === 1 ? "" : "s"} removed`);
    }
    await removeCgroups(lab, hosts);
  }
  if (await stopAgent()) say("ssh agent stopped");
  await rm(inventoryFile, { force: true });
  await rm(knownHostsFile, { force: true });
}

/** Removes the images lab hosts are made from. */
export async function removeHostImages(say: (line: string) => void): Promise<void> {
  const listing = await docker(["image", "ls", "--format={{.Repository}}:{{.Tag}}", "consortium-lab/host"]);
  const images = listing.split("\n").filter((line) => line !== "");
  if (images.length > 0) await docker(["image", "rm", ...images]);
  say(`${images.length} host image${images.length === 1 ? "" : "s"} removed`);
}

async function ours(lab: Lab, kind: "container" | "volume" | "network"): Promise<string[]> {
  const all = kind === "container" ? ["--all"] : [];
  const listing = await docker([kind, "ls", "--quiet", ...all, `--filter=label=${labLabel}=${lab.name}`]);
  return listing.split("\n").filter((line) => line !== "");
}
