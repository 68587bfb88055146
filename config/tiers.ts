import { networkTiers } from "./networks.js";
import type { RoleLimits, TierRows } from "./tier-rows.js";
import type { Tier } from "./words.js";

/** Memory that a server keeps for its system and its Docker engine. */
export interface SystemReserve {
  readonly memoryMiB: number;
  readonly source: string;
}

const GiB = 1024;

/** The stack's own registry, which belongs to no network. */
const registry: TierRows = {
  trial: {
    registry: {
      cpus: 0.25,
      memoryMiB: 256,
      diskMiB: 2 * GiB,
      source: "own: the demo's images are 0.5 GiB",
    },
  },
  economy: {
    registry: { cpus: 0.25, memoryMiB: 512, diskMiB: 10 * GiB, source: "own: five versions of 2 GiB" },
  },
  production: {
    registry: { cpus: 0.25, memoryMiB: 512, diskMiB: 20 * GiB, source: "own: ten versions of 2 GiB" },
  },
};

/** The rows of a tier, by role. */
function rowsOf(tier: Tier): Readonly<Record<string, RoleLimits>> {
  return Object.assign({}, ...[registry, ...networkTiers].map((rows) => rows[tier]));
}

const tables: TierRows = {
  trial: rowsOf("trial"),
  economy: rowsOf("economy"),
  production: rowsOf("production"),
};

const reserves = {
  trial: { memoryMiB: 256, source: "measured: dockerd 75 MB, containerd 39 MB, sshd" },
  economy: { memoryMiB: 256, source: "measured: dockerd 75 MB, containerd 39 MB, sshd" },
  production: { memoryMiB: 512, source: "measured 115 MB, with room for the operator's tools" },
} as const satisfies Record<Tier, SystemReserve>;

/** The roles that have a row in every tier. */
export const roles: readonly string[] = Object.keys(tables.trial);

/** Whether a role has a row; the services of a vendor's package divide their side's. */
export function hasRow(role: string): boolean {
  return Object.hasOwn(tables.trial, role);
}

/** The limits of a role in a tier. @throws Error for a role without a row */
export function limitsFor(tier: Tier, role: string): RoleLimits {
  const row = tables[tier][role];
  if (!row) throw new Error(`no row ${tier}/${role} in the tiers`);
  return row;
}

/** What a server of a tier keeps for itself. */
export function reserveFor(tier: Tier): SystemReserve {
  return reserves[tier];
}

/** How messages call a row of the tier tables, e.g. `production/peer`. */
export function rowName(tier: Tier, role: string): string {
  return `${tier}/${role}`;
}
