import type { ContainerOptions } from "../../../model/service.js";
import type { Cursor } from "./cursor.js";
import type { MappedKey } from "./keys.js";
import { readCommand } from "./process.js";

/** The keys of a service that become something. */
export type ServiceKeys = Partial<Record<MappedKey<"service">, Cursor>>;

/** What is read elsewhere and ends in the options too. */
export interface ReadApart {
  /** Folders in memory that `volumes` names. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly ulimits: NonNullable<ContainerOptions["ulimits"]>;
}

/** What a service asks of its container besides what every service of ours has. */
export function readOptions(keys: ServiceKeys, { tmpfs, ulimits }: ReadApart): ContainerOptions {
  const capabilities = { add: keys.cap_add?.texts() ?? [], drop: keys.cap_drop?.texts() ?? [] };
  const sysctls = (keys.sysctls?.keyed() ?? []).map(([name, , value]) => [name, value ?? ""]);
  return present<ContainerOptions>({
    entrypoint: keys.entrypoint && readCommand(keys.entrypoint),
    workingDir: keys.working_dir?.text(),
    user: keys.user?.text(),
    hostname: keys.hostname?.text(),
    privileged: keys.privileged?.flag() || undefined,
    init: keys.init?.flag() || undefined,
    tty: keys.tty?.flag() || undefined,
    stdin: keys.stdin_open?.flag() || undefined,
    readOnly: keys.read_only?.flag() || undefined,
    capabilities: capabilities.add.length + capabilities.drop.length > 0 ? capabilities : undefined,
    devices: some(keys.devices?.items().flatMap((item) => readDevice(item) ?? [])),
    securityOptions: some(keys.security_opt?.texts()),
    shmMiB: keys.shm_size?.mebibytes(),
    stopSignal: keys.stop_signal?.text(),
    sysctls: filled(Object.fromEntries(sysctls)),
    tmpfs: filled({ ...readTmpfs(keys.tmpfs), ...tmpfs }),
    ulimits: filled(ulimits),
    dns: some(keys.dns?.texts()),
    groups: some(keys.group_add?.texts()),
  });
}

/** The fields that have a value. */
export function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** A map with entries; nothing in place of an empty one. */
function filled<T extends object>(map: T): T | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

/** A list with items; nothing in place of an empty one. */
function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

function readTmpfs(cursor: Cursor | undefined): Record<string, string> {
  return Object.fromEntries(
    (cursor?.texts() ?? []).map((text) => {
      const [path = "", ...options] = text.split(":");
      return [path, options.join(":")];
    }),
  );
}

type Device = NonNullable<ContainerOptions["devices"]>[number];

function readDevice(item: Cursor): Device | undefined {
  const device = (from: string, path: string, permissions: string) =>
    from.startsWith("/dev/") && /^[rwm]+$/.test(permissions)
      ? { from, path, permissions }
      : item.refuse("is no device of the server", "write it as /dev/NAME:/dev/NAME:rwm");
  if (item.value.kind === "map") {
    const { source, target, permissions } = item.known("services.NAME.devices[]");
    const from = source?.text() ?? "";
    return device(from, target?.text() ?? from, permissions?.text() ?? "rwm");
  }
  const [from = "", path = from, permissions = "rwm"] = (item.text() ?? "").split(":");
  return device(from, path, permissions);
}

/** Limits of processes by name, and `nofile` apart from them. */
export function readUlimits(cursor: Cursor | undefined): {
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly openFiles?: number;
} {
  const ulimits: Record<string, { soft: number; hard: number }> = {};
  for (const [name, limit] of cursor?.entries() ?? []) {
    const both = limit.value.kind === "map" ? undefined : unlimitedOr(limit);
    const { soft, hard } =
      limit.value.kind === "map"
        ? limit.known("services.NAME.ulimits.NAME")
        : { soft: undefined, hard: undefined };
    const [low, high] = [both ?? (soft && unlimitedOr(soft)), both ?? (hard && unlimitedOr(hard))];
    if (low === undefined || high === undefined) {
      if (limit.value.kind === "map" && (soft === undefined || hard === undefined))
        limit.refuse("has no soft or no hard limit", "write both");
    } else ulimits[name] = { soft: low, hard: high };
  }
  const { nofile, ...rest } = ulimits;
  // The soft limit is only where a process starts: it may raise it to the hard one.
  if (nofile !== undefined && nofile.hard > 0) return { ulimits: rest, openFiles: nofile.hard };
  return { ulimits: rest };
}

/** A limit, -1 for none. */
function unlimitedOr(cursor: Cursor): number | undefined {
  return cursor.value.kind === "scalar" && cursor.value.text === "-1" ? -1 : cursor.whole();
}
