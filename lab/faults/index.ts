import { inParallel } from "../../hosts/in-parallel.js";
import { presentHosts } from "../hosts.js";
import type { Lab } from "../lab.js";
import { clock } from "./clock.js";
import { diskFull } from "./disk-full.js";
import { engineStop } from "./engine-stop.js";
import type { Fault, FaultOptions } from "./fault.js";
import { hostKey } from "./host-key.js";
import { kill } from "./kill.js";
import { networkCut } from "./network-cut.js";
import { powerCut, reboot, stop } from "./power.js";
import { slowLink } from "./slow-link.js";

/** Every fault; a stopped host is healed first, the others need it running. */
export const faults: readonly Fault[] = [
  stop,
  reboot,
  powerCut,
  networkCut,
  slowLink,
  diskFull,
  hostKey,
  clock,
  engineStop,
  kill,
];

/** Makes a fault on the named hosts, or on all. Throws on unknown names before anything happens. */
export async function makeFault(
  lab: Lab,
  name: string,
  hosts: readonly string[],
  options: FaultOptions,
): Promise<readonly string[]> {
  const fault = faults.find((candidate) => candidate.name === name);
  if (!fault)
    throw new Error(`no fault ${name}: choose from ${faults.map((known) => known.name).join(", ")}, heal`);
  const chosen = await chooseHosts(lab, hosts);
  await fault.apply(lab, chosen, options);
  return chosen;
}

/** Undoes every fault on the named hosts, or on all; harmless where there is none. */
export async function healFaults(lab: Lab, hosts: readonly string[]): Promise<readonly string[]> {
  const chosen = await chooseHosts(lab, hosts);
  await inParallel(4, chosen, async (host) => {
    for (const fault of faults) await fault.heal?.(lab, host);
  });
  return chosen;
}

async function chooseHosts(lab: Lab, wanted: readonly string[]): Promise<readonly string[]> {
  const present = (await presentHosts(lab)).map((host) => host.name);
  if (present.length === 0) throw new Error("the lab has no hosts. Make some: npm run lab -- up --hosts 4");
  const unknown = wanted.find((name) => !present.includes(name));
  if (unknown !== undefined) throw new Error(`no host ${unknown}: the lab has ${present.join(", ")}`);
  return wanted.length === 0 ? present : wanted;
}
