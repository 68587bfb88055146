import { formatSize, parseSize } from "../config/units.js";

/** What a host says it has beyond what this machine gives it. What is undefined is told as it is. */
export interface Promised {
  readonly cpus: number | undefined;
  /** With its unit, e.g. `32GiB`. */
  readonly memory: string | undefined;
  readonly disk: string | undefined;
}

/** Nothing beyond what there is. */
export const nothingPromised: Promised = { cpus: undefined, memory: undefined, disk: undefined };

/**
 * Reads `cpus=8,memory=32GiB,disk=300GiB`; each may be left out.
 * @throws Error naming what cannot be read
 */
export function parsePromise(text: string): Promised {
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [, name, value] = /^(cpus|memory|disk)=(\S+)$/.exec(part.trim()) ?? [];
    if (name === undefined || value === undefined || given.has(name))
      throw new Error(
        `--promise ${text}: give each of cpus, memory and disk once, e.g. cpus=8,memory=32GiB,disk=300GiB`,
      );
    given.set(name, value);
  }
  const cpus = given.get("cpus");
  if (cpus !== undefined && !/^[1-9]\d{0,3}$/.test(cpus))
    throw new Error(`--promise cpus=${cpus}: give a whole number`);
  const size = (name: string) => {
    const value = given.get(name);
    const bytes = value === undefined ? undefined : parseSize(value);
    if (value !== undefined && (bytes === undefined || bytes < 1024 ** 2))
      throw new Error(`--promise ${name}=${value}: give MiB or GiB, e.g. 32GiB`);
    return bytes === undefined ? undefined : formatSize(bytes);
  };
  return { cpus: cpus === undefined ? undefined : Number(cpus), memory: size("memory"), disk: size("disk") };
}

/** The promise as it is written, in one order; empty where nothing is promised. */
export function promiseText({ cpus, memory, disk }: Promised): string {
  return Object.entries({ cpus, memory, disk })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(",");
}

/** Reads what {@link promiseText} wrote. */
export function promiseOf(text: string): Promised {
  return text === "" ? nothingPromised : parsePromise(text);
}

/** What host/init.sh reads: sizes in KiB. */
export function promiseEnvironment({ cpus, memory, disk }: Promised): string[] {
  const kib = (size: string | undefined) => (size === undefined ? undefined : (parseSize(size) ?? 0) / 1024);
  return Object.entries({
    LAB_PROMISE_CPUS: cpus,
    LAB_PROMISE_MEMORY_KIB: kib(memory),
    LAB_PROMISE_DISK_KIB: kib(disk),
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}
