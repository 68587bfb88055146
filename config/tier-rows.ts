import type { Tier } from "./words.js";

/** What one service of a role gets: its container's limits, and the disk its data needs. */
export interface RoleLimits {
  /** Container memory limit. For a JVM it is well above the heap: the rest is page cache and the JVM itself. */
  readonly memoryMiB: number;
  /** Processors, as Docker's `--cpus`. */
  readonly cpus: number;
  /** JVM heap (`-Xmx`), for the roles that run on one. */
  readonly heapMiB?: number;
  /** Disk to have for the service's data. Docker does not enforce it; planning and preflight do. */
  readonly diskMiB: number;
  /** Where the row's numbers come from. */
  readonly source: string;
}

/** Rows of roles in every tier. */
export type TierRows = Readonly<Record<Tier, Readonly<Record<string, RoleLimits>>>>;
