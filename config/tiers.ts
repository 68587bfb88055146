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

/** Memory that a server keeps for its system and its Docker engine. */
export interface SystemReserve {
  readonly memoryMiB: number;
  readonly source: string;
}

const GiB = 1024;

/*
 * Sources:
 * - deployment guide: Fabric docs, deployment_guide_overview.rst: orderer about 1 CPU and 2 GB, peer about 3 times an orderer.
 * - BCS: Huawei BCS user guide: 4 vCPUs and 8 GB for each peer in commercial use.
 * - kafka.rst: Fabric docs 1.4, kafka.rst: keep blocks for ever (log.retention.ms=-1), messages of 10 MiB in our default.
 * - measured: resident memory of an idle service of the demo network (ZooKeeper 64 MB, Kafka 350 MB at -Xmx512m,
 *   orderer 35 MB, peer 71 MB, Go chaincode 13 MB).
 * - hardware_requirements.md: FISCO BCOS 2.x docs, for one node with one group: at least 1 core, 1 GB; recommended 8
 *   cores, 8 GB. A figure of disk growth was not found there.
 * - WeFe manual: hosts of its central services, the 2 nodes among them: 4 cores, 16 GB, 300 GB (trial); 8 cores, 16 GB,
 *   500 GB (economy); 16 cores, 32 GB, 500 GB (production).
 * - a year at 1 tx/s: 5 KiB a transaction make 150 GiB, and a quarter of the disk stays free.
 */
const tables = {
  trial: {
    registry: {
      cpus: 0.25,
      memoryMiB: 256,
      diskMiB: 2 * GiB,
      source: "own: the demo's images are 0.5 GiB",
    },
    zookeeper: {
      cpus: 0.25,
      memoryMiB: 512,
      heapMiB: 256,
      diskMiB: 512,
      source: "measured 64 MB; limit = twice the heap",
    },
    kafka: {
      cpus: 0.75,
      memoryMiB: 1 * GiB,
      heapMiB: 512,
      diskMiB: 2 * GiB,
      source: "measured 350 MB at -Xmx512m; limit = twice the heap",
    },
    orderer: { cpus: 0.25, memoryMiB: 256, diskMiB: 1 * GiB, source: "measured 35 MB" },
    couchdb: {
      cpus: 0.25,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "own: as the peer it belongs to",
    },
    peer: { cpus: 0.5, memoryMiB: 512, diskMiB: 1 * GiB, source: "measured 71 MB" },
    chaincode: { cpus: 0.25, memoryMiB: 128, diskMiB: 128, source: "measured 13 MB (Go)" },
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
    registry: { cpus: 0.25, memoryMiB: 512, diskMiB: 10 * GiB, source: "own: five versions of 2 GiB" },
    zookeeper: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      heapMiB: 512,
      diskMiB: 10 * GiB,
      source: "fabric-zookeeper image with -Xmx512m; limit = twice the heap",
    },
    kafka: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      heapMiB: 1 * GiB,
      diskMiB: 50 * GiB,
      source:
        "kafka.rst: -Xmx1G for 10 MiB messages; as much again for page cache; a quarter of production's disk",
    },
    orderer: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      diskMiB: 50 * GiB,
      source: "half of the deployment guide; a quarter of production's disk",
    },
    couchdb: {
      cpus: 0.5,
      memoryMiB: 768,
      diskMiB: 25 * GiB,
      source: "own: with the peer and its chaincode half a BCS peer (2 vCPUs, 4 GB)",
    },
    peer: {
      cpus: 1.5,
      memoryMiB: 3 * GiB,
      diskMiB: 50 * GiB,
      source: "three times the orderer (deployment guide); a quarter of production's disk",
    },
    chaincode: { cpus: 0.25, memoryMiB: 256, diskMiB: 1 * GiB, source: "own: 20 times the measured 13 MB" },
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
    registry: { cpus: 0.25, memoryMiB: 512, diskMiB: 20 * GiB, source: "own: ten versions of 2 GiB" },
    zookeeper: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      heapMiB: 1 * GiB,
      diskMiB: 20 * GiB,
      source: "twice the fabric-zookeeper image's -Xmx512m; limit = twice the heap",
    },
    kafka: {
      cpus: 2,
      memoryMiB: 6 * GiB,
      heapMiB: 2 * GiB,
      diskMiB: 200 * GiB,
      source: "kafka.rst: -Xmx1G and up for 10 MiB messages; twice the heap for page cache; a year at 1 tx/s",
    },
    orderer: {
      cpus: 1,
      memoryMiB: 2 * GiB,
      diskMiB: 200 * GiB,
      source: "deployment guide: 1 CPU, 2 GB; a year at 1 tx/s",
    },
    couchdb: {
      cpus: 0.5,
      memoryMiB: 1 * GiB,
      diskMiB: 100 * GiB,
      source: "BCS: what 4 vCPUs and 8 GB leave beside peer, chaincode and system; half the ledger's disk",
    },
    peer: {
      cpus: 3,
      memoryMiB: 6 * GiB,
      diskMiB: 200 * GiB,
      source: "deployment guide: three times an orderer; a year at 1 tx/s",
    },
    chaincode: {
      cpus: 0.5,
      memoryMiB: 512,
      diskMiB: 1 * GiB,
      source: "BCS: what 4 vCPUs and 8 GB leave beside peer, CouchDB and system",
    },
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
} satisfies Record<Tier, Record<string, RoleLimits>>;

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
  const rows: Readonly<Record<string, RoleLimits>> = tables[tier];
  const row = rows[role];
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
