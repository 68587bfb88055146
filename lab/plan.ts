import { hostAddress } from "./subnet.js";

/** A host container that exists now. */
export interface PresentHost {
  readonly name: string;
  readonly address: string;
  readonly running: boolean;
  /** Checksum of what it was made from. */
  readonly spec: string;
  /** Size of its own disk; undefined: it shares this machine's. */
  readonly disk: string | undefined;
  /** What it says it has beyond what there is, see promise.ts; empty: nothing. */
  readonly promise: string;
}

/** What `up` does with one host. */
export interface HostStep {
  readonly name: string;
  readonly address: string;
  readonly action: "keep" | "start" | "create" | "replace";
}

/**
 * What brings the wanted hosts up: those that run from the same inputs stay, new ones take the lowest free address.
 * Hosts that are not wanted are left alone, their addresses are not given again. A host that promises something else than
 * `promise` is made again; undefined: each keeps its own.
 */
export function planHosts(
  wanted: readonly string[],
  present: readonly PresentHost[],
  subnet: string,
  spec: string,
  promise: string | undefined,
): HostStep[] {
  const taken = new Set(present.map((host) => host.address));
  return wanted.map((name) => {
    const host = present.find((candidate) => candidate.name === name);
    if (host) {
      const told = promise ?? host.promise;
      if (host.spec !== spec || host.promise !== told)
        return { name, address: host.address, action: "replace" };
      return { name, address: host.address, action: host.running ? "keep" : "start" };
    }
    let index = 0;
    while (taken.has(hostAddress(subnet, index))) index++;
    const address = hostAddress(subnet, index);
    taken.add(address);
    return { name, address, action: "create" };
  });
}
