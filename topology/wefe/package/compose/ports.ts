import type { VendorPort } from "../types.js";
import type { Cursor } from "./cursor.js";

/** The ports that a service publishes, ranges written out. */
export function readPorts(cursor: Cursor): VendorPort[] {
  const ports = new Map<string, VendorPort>();
  for (const item of cursor.items())
    for (const port of item.value.kind === "map" ? longForm(item) : shortForm(item)) {
      const key = `${port.address ?? ""}:${port.published}`;
      const before = ports.get(key);
      if (before !== undefined && before.target !== port.target)
        item.refuse(`publishes ${port.published} twice`, "keep one of them");
      ports.set(key, port);
    }
  return [...ports.values()];
}

/** `[[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]`, an IPv6 address with or without brackets. */
function shortForm(item: Cursor): VendorPort[] {
  const [ports = "", protocol] = (item.text() ?? "").split("/");
  const [host, target] = lastColon(ports);
  const [address, published] = host === undefined ? [undefined, ""] : lastColon(host);
  const [outside, inside] = [published === "" ? [] : range(published), range(target)];
  if (outside === undefined || inside === undefined) return item.refuse(...unreadable) ?? [];
  return together(item, outside, inside, protocol, address?.replace(/^\[(.*)\]$/, "$1"));
}

/** What stands before and after the last colon; nothing before it where there is none. */
function lastColon(text: string): [string | undefined, string] {
  const at = text.lastIndexOf(":");
  return at < 0 ? [undefined, text] : [text.slice(0, at), text.slice(at + 1)];
}

const unreadable = ["is no port", "write it as PUBLISHED:TARGET"] as const;

function longForm(item: Cursor): VendorPort[] {
  const { target, published, host_ip, protocol, name } = item.known("services.NAME.ports[]");
  const inside =
    target === undefined ? item.refuse("has no target", "name the port in the container") : target.whole();
  if (inside === undefined) return [];
  const outside = published === undefined || published.empty ? [] : range(published.text() ?? "");
  if (outside === undefined) return published?.refuse(...unreadable) ?? [];
  const called = name?.text();
  return together(item, outside, [inside], protocol?.text(), host_ip?.text()).map((port) =>
    called === undefined ? port : { ...port, name: called },
  );
}

function together(
  item: Cursor,
  published: readonly number[],
  targets: readonly number[],
  protocol: string | undefined,
  address: string | undefined,
): VendorPort[] {
  if (protocol !== undefined && protocol.toLowerCase() !== "tcp")
    return item.refuse(`publishes ${protocol}`, "only TCP is planned: take it out", "tcp") ?? [];
  if (published.length === 0)
    return (
      item.refuse(
        "lets Docker choose the server's port, which nobody then knows",
        "write PUBLISHED:TARGET",
      ) ?? []
    );
  if (published.length !== targets.length)
    return item.refuse("has ranges of different length", "publish as many ports as the container has") ?? [];
  if ([...published, ...targets].some((port) => port < 1 || port > 65_535))
    return item.refuse("is no port", "write a number from 1 to 65535") ?? [];
  const everywhere = address === undefined || ["", "0.0.0.0", "::"].includes(address);
  return published.map((port, at) => ({
    ...(everywhere ? {} : { address }),
    published: port,
    target: targets[at] ?? port,
  }));
}

/** Ports of `80` or `80-90`; nothing when it is neither. */
function range(text: string): number[] | undefined {
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const count = Number(last ?? first) - Number(first) + 1;
  return count < 1 ? undefined : Array.from({ length: count }, (_, at) => Number(first) + at);
}
