import { posix } from "node:path";
import type { Cursor } from "./cursor.js";
import { inFolderOf } from "./environment.js";
import type { Located, LocatedEntry, LocatedMap, LocatedScalar } from "./located.js";

/** Services of a compose file by name, for those that others complete; nothing when there is no such file. */
export type ServicesOf = (file: string) => ReadonlyMap<string, LocatedEntry> | undefined;

/**
 * A service with what it `extends` put under it (Compose specification, 05-services.md, extends). Findings go to the
 * cursor.
 */
export function extended(
  service: Cursor,
  servicesOf: ServicesOf,
  above: readonly string[] = [],
): LocatedMap | undefined {
  if (service.value.kind !== "map")
    return service.refuse("is no map", "write its keys as `key: value` lines");
  const entry = service.value.entries.get("extends");
  if (entry === undefined) return service.value;
  const own = without(service.value, "extends");
  const cursor = service.entries().find(([key]) => key === "extends")?.[1];
  if (cursor === undefined) return own;
  const { service: named, file } =
    cursor.value.kind === "map"
      ? cursor.known("services.NAME.extends")
      : { service: cursor, file: undefined };
  const written = file?.text();
  const from = written === undefined ? entry.at.file : inFolderOf(entry.at, written);
  const name = named === undefined ? cursor.refuse("names no service", "add `service: NAME`") : named.text();
  const services = from === undefined ? undefined : servicesOf(from);
  if (name === undefined) return own;
  if (services === undefined || from === undefined)
    return (
      cursor.refuse("names a file that the package does not have", "put it there, or write the keys out") ??
      own
    );
  const base = services.get(name);
  if (base === undefined)
    return cursor.refuse(`names a service that ${from} does not have`, "correct the name") ?? own;
  const way = `${from} ${name}`;
  if (above.includes(way)) return cursor.refuse("goes round in a circle", "take one `extends` out") ?? own;
  const below = extended(service.over(base), servicesOf, [...above, way]);
  return below === undefined ? own : mergeServices(below, own);
}

/** Keys whose value in the later service takes the place of the earlier one's. */
const replaced = ["command", "entrypoint", "healthcheck.test"];

/** Keys that are maps or lists of `KEY=VALUE`: one variable, name or label is one value. */
const keyed: Readonly<Record<string, readonly string[]>> = {
  environment: ["="],
  labels: ["="],
  annotations: ["="],
  sysctls: ["="],
  extra_hosts: ["=", ":"],
};

/** Keys that are maps or lists of names. */
const named = ["depends_on", "networks"];

/** Keys that may be one text instead of a list. */
const listed = ["dns", "dns_search", "env_file", "tmpfs", "label_file"];

/** Two services as one, as Compose merges them: maps by key, lists one after the other, of single values the later. */
export function mergeServices(earlier: LocatedMap, later: LocatedMap): LocatedMap {
  const merge = (a: Located, b: Located, key: string): Located => {
    if (replaced.includes(key)) return b;
    // A variable that is named alone comes from outside, whatever value it had.
    if (b.kind === "scalar" && b.value === null) return key.startsWith("environment.") ? b : a;
    const separators = keyed[key];
    if (separators !== undefined) return mergeMaps(asMap(a, separators), asMap(b, separators), key, merge);
    if (named.includes(key)) return mergeMaps(asMap(a, []), asMap(b, []), key, merge);
    if (listed.includes(key)) return { kind: "list", items: [...asItems(a), ...asItems(b)], at: b.at };
    if (a.kind === "map" && b.kind === "map") return mergeMaps(a, b, key, merge);
    if (a.kind === "list" && b.kind === "list")
      return { kind: "list", items: unique([...a.items, ...b.items], key), at: b.at };
    return b;
  };
  return mergeMaps(earlier, later, "", merge);
}

function mergeMaps(
  earlier: LocatedMap,
  later: LocatedMap,
  key: string,
  merge: (a: Located, b: Located, key: string) => Located,
): LocatedMap {
  const entries = new Map(earlier.entries);
  for (const [name, entry] of later.entries) {
    const before = entries.get(name);
    const below = key === "" ? name : `${key}.${name}`;
    entries.set(
      name,
      before === undefined ? entry : { at: entry.at, value: merge(before.value, entry.value, below) },
    );
  }
  return { kind: "map", entries, at: later.at };
}

/** A list of `KEY=VALUE` as a map; a name alone has no value. */
function asMap(value: Located, separators: readonly string[]): LocatedMap {
  if (value.kind === "map") return value;
  const entries = new Map<string, LocatedEntry>();
  for (const item of asItems(value)) {
    if (item.kind !== "scalar") continue;
    const separator = separators.find((one) => item.text.includes(one));
    const end = separator === undefined ? item.text.length : item.text.indexOf(separator);
    const text = item.text.slice(end + (separator?.length ?? 0));
    const none = separator === undefined;
    entries.set(item.text.slice(0, end), {
      at: item.at,
      value: { kind: "scalar", value: none ? null : text, text: none ? "" : text, at: item.at },
    });
  }
  return { kind: "map", entries, at: value.at };
}

function asItems(value: Located): readonly Located[] {
  if (value.kind === "list") return value.items;
  return value.kind === "scalar" && value.value === null ? [] : [value];
}

/** Texts that are said twice once, where the last of them stands. Mounts of two folders are two: their paths may be relative. */
function unique(items: readonly Located[], key: string): Located[] {
  const textOf = ({ text, at }: LocatedScalar) =>
    key === "volumes" ? `${posix.dirname(at.file)} ${text}` : text;
  const last = new Map<string, Located>();
  for (const item of items) if (item.kind === "scalar") last.set(textOf(item), item);
  return items.filter((item) => item.kind !== "scalar" || last.get(textOf(item)) === item);
}

function without(map: LocatedMap, key: string): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => name !== key)) };
}
