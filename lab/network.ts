import { attempt } from "../hosts/process.js";
import { root } from "../ops/checkout.js";
import { docker, tryDocker } from "./docker.js";
import { homeLabel, type Lab, labLabel } from "./lab.js";
import { chooseSubnet } from "./subnet.js";

interface NetworkInspection {
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly IPAM: { readonly Config?: readonly { readonly Subnet?: string }[] | null };
}

/** Finds the lab's own network or makes it on a subnet nothing here uses. Returns the subnet. */
export async function ensureNetwork(lab: Lab): Promise<string> {
  const present = await inspect(lab);
  if (present && (await ownerOf(lab, present)) === "us") {
    const subnet = present.IPAM.Config?.[0]?.Subnet;
    if (subnet === undefined) throw new Error(`network ${lab.name} has no subnet`);
    return subnet;
  }
  if (present) await docker(["network", "rm", lab.name]);
  const subnet = chooseSubnet(await takenNetworks());
  await docker([
    "network",
    "create",
    "--driver=bridge",
    `--subnet=${subnet}`,
    `--label=${labLabel}=${lab.name}`,
    `--label=${homeLabel}=${root}`,
    lab.name,
  ]);
  return subnet;
}

/**
 * Refuses to touch a lab that another checkout made (it has another key and another inventory) or a network of
 * that name that is no lab at all.
 */
export async function refuseForeign(lab: Lab): Promise<void> {
  const present = await inspect(lab);
  if (present) await ownerOf(lab, present);
}

async function inspect(lab: Lab): Promise<NetworkInspection | undefined> {
  const { code, stdout } = await tryDocker(["network", "inspect", lab.name]);
  if (code !== 0) return undefined;
  const [network] = JSON.parse(stdout) as NetworkInspection[];
  return network;
}

async function ownerOf(lab: Lab, network: NetworkInspection): Promise<"us" | "nobody"> {
  const hosts = await docker([
    "container",
    "ls",
    "--all",
    "--quiet",
    `--filter=label=${labLabel}=${lab.name}`,
  ]);
  return judgeOwner(lab, { home: network.Labels?.[homeLabel], hosts: hosts.trim() === "" ? "none" : "some" });
}

/**
 * Whose a network of the lab's name is: what another checkout left without a host on it is nobody's any more.
 * @param found the checkout that made it, if a lab did, and whether the lab has hosts, running or not
 * @throws Error when it is somebody else's
 */
export function judgeOwner(
  lab: Lab,
  found: { readonly home: string | undefined; readonly hosts: "none" | "some" },
): "us" | "nobody" {
  if (found.home === root) return "us";
  if (found.home === undefined)
    throw new Error(
      `a Docker network named ${lab.name} exists and is not ours. Set CONSORTIUM_LAB=<suffix> for another name`,
    );
  if (found.hosts === "none") return "nobody";
  throw new Error(
    `the lab ${lab.name} belongs to the checkout ${found.home}. Take it down there (npm run lab -- down), or set CONSORTIUM_LAB=<suffix> for a second lab`,
  );
}

async function takenNetworks(): Promise<string[]> {
  const routes = await attempt(["ip", "-4", "-o", "route", "show", "table", "all"]);
  const addresses = await attempt(["ip", "-4", "-o", "addr"]);
  const ids = (await docker(["network", "ls", "-q"])).split("\n").filter((id) => id !== "");
  const networks = JSON.parse(await docker(["network", "inspect", ...ids])) as NetworkInspection[];
  const words = `${routes.stdout} ${addresses.stdout}`.split(/\s+/);
  return [
    ...words.filter((word) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(word) && word !== "0.0.0.0/0"),
    ...networks.flatMap((network) => (network.IPAM.Config ?? []).flatMap((config) => config.Subnet ?? [])),
  ];
}
