import type { TierRows } from "../tier-rows.js";

const GiB = 1024;

/*
 * Sources:
 * - hardware_requirements.md: FISCO BCOS 2.x docs, for one node with one group: at least 1 core, 1 GB; recommended 8
 *   cores, 8 GB. A figure of disk growth was not found there.
 * - WeFe manual: hosts of its central services, the 2 nodes among them: 4 cores, 16 GB, 300 GB (trial); 8 cores, 16 GB,
 *   500 GB (economy); 16 cores, 32 GB, 500 GB (production).
 */

/** Rows of a chain's roles. */
export const fiscoTiers = {
  trial: {
    "fisco-node": {
      cpus: 1,
      memoryMiB: 1 * GiB,
      diskMiB: 20 * GiB,
      source: "hardware_requirements.md: the least a node needs; own figure of disk",
    },
    "fisco-console": {
      cpus: 0.25,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "own: a JVM that works while somebody types",
    },
  },
  economy: {
    "fisco-node": {
      cpus: 2,
      memoryMiB: 4 * GiB,
      diskMiB: 50 * GiB,
      source:
        "hardware_requirements.md: half the recommended memory; processors and disk so that 2 nodes leave half of WeFe's economy host, where they have less memory (wefe.md)",
    },
    "fisco-console": {
      cpus: 0.25,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "own: a JVM that works while somebody types",
    },
  },
  production: {
    "fisco-node": {
      cpus: 4,
      memoryMiB: 8 * GiB,
      diskMiB: 100 * GiB,
      source:
        "hardware_requirements.md: the recommended memory and half the cores, so that 2 nodes leave half of WeFe's production host, where they have less memory (wefe.md)",
    },
    "fisco-console": {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      diskMiB: 1 * GiB,
      source: "own: a JVM that works while somebody types",
    },
  },
} as const satisfies TierRows;
