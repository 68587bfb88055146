import type { StackSettings } from "../config/schema.js";
import { limitsFor } from "../config/tiers.js";
import type { Tier } from "../config/words.js";
import type { Limits, PlannedVolume } from "./model/service.js";
import { containerName, volumeName } from "./names.js";
import type { Placement } from "./placement/placement.js";
import type { PortPlan } from "./ports.js";

/** Packages of vendors that were read from this machine; each kind of network that runs one declares it here. */
// biome-ignore lint/suspicious/noEmptyInterface: kinds fill it
export interface Packages {}

/** A source file that a service is given. */
export interface SourceText {
  /** Relative to the folder that it is looked for in, e.g. `Table.sol`. */
  readonly path: string;
  readonly text: string;
}

/** A service on a server that another network may divide as a whole. */
export interface Shared {
  readonly server: string;
  readonly role: string;
  /** How many of its role stand there. */
  readonly beside: number;
}

/** What a stack says to whoever plans a part of it. */
export type StackBase = Omit<StackContext, "contracts" | "share">;

/** What every planner needs to know, whatever network it plans. */
export interface StackContext {
  readonly stack: string;
  readonly tier: Tier;
  readonly settings: StackSettings;
  readonly ports: PortPlan;
  readonly placement: Placement;
  readonly packages: Packages;
  /** Sources of contracts that another network of the stack has deployed. */
  readonly contracts: readonly SourceText[];
  /** What other networks leave for a service of its limits where they divide its server as a whole. */
  readonly share: (limits: Limits, place: Shared) => Limits;
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
export function limitsOf({ tier }: Pick<StackContext, "tier">, role: string): Limits {
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

/** How much of a package is read: without its image archives, or with them. */
export type PackageDepth = "package" | "package and images";
