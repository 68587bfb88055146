import type { FabricSettings, StackSettings, Tier } from "../../config/schema.js";
import { limitsFor } from "../../config/tiers.js";
import { containerName, volumeName } from "../names.js";
import type { PortPlan } from "../ports.js";
import type { Limits, PlannedVolume, Role } from "../types.js";

/** What every role's planner needs to know. */
export interface PlanContext {
  readonly stack: string;
  readonly tier: Tier;
  readonly settings: StackSettings;
  readonly fabric: FabricSettings;
  readonly ports: PortPlan;
  /** Address of a server by name. */
  readonly addressOf: (server: string) => string;
}

/**
 * Open files by tier. Kafka's operations guide asks for 100000 on a broker; a trial network holds a few hundred, and its
 * hosts (containers, small VMs) often may not raise their own limit that far.
 */
const openFiles: Readonly<Record<Tier, number>> = { trial: 16_384, economy: 100_000, production: 100_000 };

/** Limits of a role in the stack's tier. */
export function limitsOf(context: PlanContext, role: Role): Limits {
  const { memoryMiB, cpus, heapMiB } = limitsFor(context.tier, role);
  return {
    memoryMiB,
    cpus,
    openFiles: openFiles[context.tier],
    ...(heapMiB === undefined ? {} : { heapMiB }),
  };
}

/** A service's data volume with the values that are frozen in it. */
export function dataVolume(
  context: PlanContext,
  service: string,
  purpose: string,
  path: string,
  frozen: Readonly<Record<string, string>> = {},
): PlannedVolume {
  return { name: volumeName(context.stack, service, purpose), path, frozen };
}

/** Physical container name of a service in this stack. */
export function containerOf(context: PlanContext, service: string): string {
  return containerName(context.stack, service);
}
