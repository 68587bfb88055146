import { join } from "node:path";
import { cached } from "../ops/checkout.js";

/** One lab on this machine: everything it makes carries its name. */
export interface Lab {
  /** Network name and prefix of containers and volumes. */
  readonly name: string;
}

/** Named by `CONSORTIUM_LAB` (a suffix) where several labs stand side by side; else `consortium-lab`. */
export function currentLab(suffix: string | undefined = process.env.CONSORTIUM_LAB): Lab {
  if (suffix === undefined || suffix === "") return { name: "consortium-lab" };
  if (!/^[a-z0-9]{1,12}$/.test(suffix))
    throw new Error(`CONSORTIUM_LAB=${suffix}: use 1 to 12 of a-z and 0-9`);
  return { name: `consortium-lab-${suffix}` };
}

/** The container of a host. */
export function containerOf(lab: Lab, host: string): string {
  return `${lab.name}-${host}`;
}

/** The volume under a host's /var/lib/docker. */
export function volumeOf(lab: Lab, host: string): string {
  return `${lab.name}-${host}-docker`;
}

/** Where the lab of this process keeps its files: `.cache/lab`, with the suffix where `CONSORTIUM_LAB` is set. */
export const labFolder: string = cached(currentLab().name.replace("consortium-", ""));
/** The hosts that are up, in the shape of `consortium:servers`. */
export const inventoryFile: string = join(labFolder, "inventory.yaml");
/** The key that may log in; its public half lies beside it. */
export const identityFile: string = join(labFolder, "id_ed25519");
/** Host keys of the same hosts for OpenSSH. */
export const knownHostsFile: string = join(labFolder, "known_hosts");

/** Label that every container, volume and network of a lab carries; the value is the lab's name. */
export const labLabel = "consortium.lab";
/** Label that says which checkout made it. */
export const homeLabel = "consortium.lab.home";
