import type { Tier } from "../words.js";

/** One side of a federation, as the manual's hardware table has its rows. */
export type WefeSide = "union" | "member";

/** What a server of one side has at least (manual, section 1). */
export interface WefeHardware {
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  /** Network bandwidth, Mbit/s; shown and not checked. The manual gives none for trial. */
  readonly bandwidthMbit?: number;
}

const GiB = 1024;

/** The manual's table of hardware, section 1, row by row. */
const hardware = {
  trial: {
    union: { cpus: 4, memoryMiB: 16 * GiB, diskMiB: 300 * GiB },
    member: { cpus: 8, memoryMiB: 32 * GiB, diskMiB: 300 * GiB },
  },
  economy: {
    union: { cpus: 8, memoryMiB: 16 * GiB, diskMiB: 500 * GiB, bandwidthMbit: 10 },
    member: { cpus: 32, memoryMiB: 64 * GiB, diskMiB: 500 * GiB, bandwidthMbit: 10 },
  },
  production: {
    union: { cpus: 16, memoryMiB: 32 * GiB, diskMiB: 500 * GiB, bandwidthMbit: 100 },
    member: { cpus: 64, memoryMiB: 128 * GiB, diskMiB: 500 * GiB, bandwidthMbit: 100 },
  },
} as const satisfies Record<Tier, Record<WefeSide, WefeHardware>>;

/** Memory with which the manual runs both sides on one server (`upstart --all`, 7.1). */
const bothSidesMiB = 32 * GiB;

/** The manual's row of a side in a tier. */
export function wefeHardware(tier: Tier, side: WefeSide): WefeHardware {
  return hardware[tier][side];
}

/**
 * What one server needs for the sides on it. Both on one server is the one case where minima do not add up: the manual
 * runs everything on a server with 32 GiB (7.1), the larger row's minimum.
 */
export function wefeNeeds(sides: readonly { readonly side: WefeSide; readonly tier: Tier }[]): WefeHardware {
  const rows = sides.map(({ side, tier }) => wefeHardware(tier, side));
  const most = (figure: "cpus" | "memoryMiB" | "diskMiB") => Math.max(0, ...rows.map((row) => row[figure]));
  const memoryMiB = most("memoryMiB");
  return {
    cpus: most("cpus"),
    memoryMiB: rows.length > 1 ? Math.max(memoryMiB, bothSidesMiB) : memoryMiB,
    diskMiB: most("diskMiB"),
  };
}

/** Sixteenths of a side's memory and processors that a service has, and why. */
interface Share {
  readonly memory: number;
  readonly cpus: number;
  readonly why: string;
}

/*
 * The manual gives sums only. The shares divide them: a sixteenth of the memory stays for the system, Docker and its page
 * cache, the rest goes by what a service holds in memory. Processors are weights and no limits: what computes may take all
 * that is idle, as in the vendor's own installation, and gets its part when several want more than there is.
 */
/** Sixteenths of a row's memory that no service has: for the system, Docker and its page cache. */
const systemShare = 1;

const shares: Readonly<Record<WefeSide, Readonly<Record<string, Share>>>> = {
  union: {
    mongo: { memory: 4, cpus: 4, why: "its cache takes half of what it may have: MongoDB's own rule" },
    "wefe-union-service": { memory: 3, cpus: 4, why: "the JVM that every member asks" },
    "wefe-blockchain-data-sync": { memory: 2, cpus: 2, why: "a JVM that follows blocks" },
    "wefe-manager-service": { memory: 2, cpus: 2, why: "a JVM with few users" },
    "wefe-manager-website": { memory: 0.25, cpus: 0.25, why: "nginx with static files" },
  },
  member: {
    mysql: { memory: 2, cpus: 1, why: "rows of jobs and settings, no bulk data" },
    clickhouse: { memory: 3, cpus: 2.75, why: "the data sets: columns are read in bulk" },
    nacos: { memory: 1, cpus: 0.5, why: "a JVM that holds configuration" },
    redis: { memory: 0.5, cpus: 0.25, why: "sessions" },
    "welab-gateway": { memory: 0.75, cpus: 0.75, why: "a JVM that forwards" },
    "welab-iam": { memory: 1, cpus: 0.75, why: "a JVM with few users" },
    "iam-web": { memory: 0.125, cpus: 0.25, why: "static files" },
    "iam-portal-web": { memory: 0.125, cpus: 0.25, why: "nginx with static files" },
    "wefe-board-website": { memory: 0.125, cpus: 0.25, why: "static files" },
    "wefe-board-service": { memory: 2, cpus: 3, why: "the JVM that reads and writes data sets" },
    "wefe-gateway": {
      memory: 1.375,
      cpus: 1.25,
      why: "a JVM; the 2.x kit has -Xmx3072m in its start line, commented out",
    },
    "wefe-flow": { memory: 3, cpus: 5, why: "Python that computes the models, with Spark beside it" },
  },
};

/** What an optional service has: the manual has no figures, so it comes on top of the member's row. */
const optionalShare: Share = {
  memory: 1,
  cpus: 1,
  why: "own: the manual has no figure for optional services",
};

/** Sixteenths of the union's memory that the nodes of its chain have together, where they stand on its server. */
const chainShare = 2.5;

/** The least memory of a node (hardware_requirements.md of FISCO BCOS 2.x), MiB. */
const leastNodeMiB = GiB;

/** Memory that the union's services and the system leave in its row: for the chain's nodes, its console and the registry, MiB. */
export function roomBesideUnion(tier: Tier): number {
  const taken = Object.values(shares.union).reduce((sum, { memory }) => sum + memory, systemShare);
  return (hardware[tier].union.memoryMiB * (16 - taken)) / 16;
}

/**
 * Memory limit of each of several nodes on the union's server, MiB, rounded down to 64: the manual counts the chain, two
 * nodes, among what its row is for (section 3). Never less than a node needs, so more of them may not fit.
 */
export function chainNodeMiB(tier: Tier, nodes: number): number {
  const each = (hardware[tier].union.memoryMiB * chainShare) / 16 / nodes;
  return Math.max(leastNodeMiB, Math.floor(each / 64) * 64);
}

/** Limits of one vendor service's container. */
export interface WefeLimits {
  /** Memory limit. */
  readonly memoryMiB: number;
  /** Processors it is planned with. */
  readonly cpus: number;
  /** As Docker's `--cpu-shares`: its part where processors are short; 1024 is the whole server. */
  readonly cpuWeight: number;
  readonly why: string;
}

/** Services of a side that have a share of their own. */
export function sharedServices(side: WefeSide): readonly string[] {
  return Object.keys(shares[side]);
}

/**
 * Limits of a service in a side's row; memory is rounded down to 64 MiB. A service without a share of its own is an
 * optional one.
 */
export function wefeLimits(tier: Tier, side: WefeSide, service: string): WefeLimits {
  const row = wefeHardware(tier, side);
  const { memory, cpus, why } = shares[side][service] ?? optionalShare;
  return {
    memoryMiB: Math.floor((row.memoryMiB * memory) / 16 / 64) * 64,
    cpus: (row.cpus * cpus) / 16,
    cpuWeight: 64 * cpus,
    why,
  };
}
