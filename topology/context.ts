import type { StackSettings } from "../config/schema.js";
import { limitsFor, type TieredRole } from "../config/tiers.js";
import type { Tier } from "../config/words.js";
import type { Limits, PlannedVolume } from "./model/service.js";
import { containerName, volumeName } from "./names.js";
import type { PortPlan } from "./ports.js";
import type { VendorPackage } from "./wefe/types.js";

/** Packages of vendors that were read from this machine, by the network that runs them. */
export interface Packages {
  readonly wefe?: VendorPackage;
}

/** What every planner needs to know, whatever network it plans. */
export interface StackContext {
  readonly stack: string;
  readonly tier: Tier;
  readonly settings: StackSettings;
  readonly ports: PortPlan;
  /** Address of a server by name. */
  readonly addressOf: (server: string) => string;
  readonly packages: Packages;
}

/**
 * Open files by tier. Kafka's operations guide asks for 100000 on a broker; a trial network holds a few hundred, and its
 * hosts (containers, small VMs) often may not raise their own limit that far.
 */
export const openFiles: Readonly<Record<Tier, number>> = {
  trial: 16_384,
  economy: 100_000,
  production: 100_000,
};

/** Limits of a role in the stack's tier. */
export function limitsOf({ tier }: Pick<StackContext, "tier">, role: TieredRole): Limits {
  const { memoryMiB, cpus, heapMiB } = limitsFor(tier, role);
  return {
    memoryMiB,
    cpus,
    openFiles: openFiles[tier],
    ...(heapMiB === undefined ? {} : { heapMiB }),
  };
}

/** A service's data volume with the values that are frozen in it. */
export function dataVolume(
  { stack }: Pick<StackContext, "stack">,
  service: string,
  purpose: string,
  path: string,
  frozen: Readonly<Record<string, string>> = {},
): PlannedVolume {
  return { name: volumeName(stack, service, purpose), path, frozen };
}

/** Physical container name of a service in this stack. */
export function containerOf({ stack }: Pick<StackContext, "stack">, service: string): string {
  return containerName(stack, service);
}
