import { gatewayOf } from "../../../ipv4.js";
import type { VendorAttachment, VendorNetwork } from "../types.js";
import type { Cursor } from "./cursor.js";

/** Where a service stands, from `network_mode` and `networks`. */
export function readAttachment(
  networkMode: Cursor | undefined,
  networks: Cursor | undefined,
): VendorAttachment | undefined {
  if (networkMode !== undefined) {
    if (networks !== undefined)
      networkMode.refuse("stands beside `networks`, which Compose does not allow", "keep one of them");
    const mode = networkMode.oneOf(["host", "none", "bridge"], "use the networks of the package");
    if (mode === undefined) return undefined;
    return mode === "bridge" ? { kind: "bridge", network: "bridge", aliases: [] } : { kind: mode };
  }
  if (networks === undefined || networks.empty) return { kind: "bridge", network: "default", aliases: [] };
  const named = networks.value.kind === "map" ? networks.entries() : networks.items().map(nameOf);
  const [first, second] = named;
  if (first === undefined) return { kind: "bridge", network: "default", aliases: [] };
  if (second !== undefined)
    return networks.refuse(
      "puts the service on several networks",
      "keep one: a server has one for the package",
    );
  const [network, cursor] = first;
  const settings = cursor?.empty === false ? cursor.known("services.NAME.networks.NAME") : {};
  return { kind: "bridge", network, aliases: settings.aliases?.texts() ?? [] };
}

function nameOf(item: Cursor): [string, Cursor | undefined] {
  return [item.text() ?? "", undefined];
}

/** The networks that a compose file describes. */
export function readNetworks(networks: Cursor | undefined): VendorNetwork[] {
  return (networks?.entries() ?? []).map(([name, cursor]): VendorNetwork => {
    const { driver, ipam, external } = cursor.known("networks.NAME");
    driver?.oneOf(["bridge", "default"], "use the driver bridge");
    const isExternal = external?.value.kind === "map" || external?.flag() === true;
    const subnet = ipam === undefined ? undefined : readIpam(ipam);
    return {
      name,
      place: cursor.at,
      ...(subnet === undefined ? {} : { subnet }),
      owner: isExternal ? "external" : "package",
    };
  });
}

function readIpam(cursor: Cursor): string | undefined {
  const { config, driver } = cursor.known("networks.NAME.ipam");
  driver?.oneOf(["default"], "take it out");
  const [only, second] = config?.items() ?? [];
  if (only === undefined) return undefined;
  if (second !== undefined) return second.refuse("is a second range", "keep the IPv4 one");
  const { subnet, gateway } = only.known("networks.NAME.ipam.config[]");
  const range = subnet?.text();
  if (subnet !== undefined && range !== undefined && !isIpv4Range(range))
    return subnet.refuse("is no IPv4 range", "write it as 172.30.0.0/16");
  const first = range === undefined ? undefined : gatewayOf(range);
  if (gateway !== undefined && gateway.text() !== first)
    gateway.refuse("is no address that the engine takes by itself", "take it out", first);
  return range;
}

/** Whether a text is an IPv4 range such as `172.30.0.0/16`. */
export function isIpv4Range(text: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (!match) return false;
  const [bytes, prefix] = [match.slice(1, 5).map(Number), Number(match[5])];
  return bytes.every((byte) => byte <= 255) && prefix >= 1 && prefix <= 30;
}
