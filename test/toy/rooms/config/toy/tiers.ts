import type { TierRows } from "../tier-rows.js";

const row = { cpus: 0.5, memoryMiB: 64, diskMiB: 64, source: "a toy" };

/** Rows of a toy network's role. */
export const toyTiers: TierRows = {
  trial: { "toy-member": row },
  economy: { "toy-member": row },
  production: { "toy-member": row },
};
