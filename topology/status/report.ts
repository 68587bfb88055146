import type { SeenSleep } from "./seen.js";

/** How well something is. `warn` is to be seen to; only `bad` makes the network not good. */
export type Level = "good" | "warn" | "bad";

/** Something that is not as it should be. */
export interface Finding {
  readonly level: "warn" | "bad";
  /** Server, service, partition or certificate. */
  readonly subject: string;
  readonly says: string;
}

/** One service, one line. */
export interface ServiceStatus {
  readonly service: string;
  readonly role: string;
  readonly server: string;
  /** Docker's word, `absent`, or `unknown` where the server or its engine does not answer. */
  readonly state: string;
  readonly level: Level;
  /** What it is in its network: `leader`, `controller`, `serves`; `asleep`; or what is wrong with it. */
  readonly says: string;
  readonly restarts?: number;
  readonly upSeconds?: number;
  /** Image by its planned name and the beginning of the id that runs. */
  readonly image: string;
}

export interface CertificateStatus {
  readonly name: string;
  readonly notAfter: string;
  readonly daysLeft: number;
  readonly level: Level;
}

export interface DiskStatus {
  readonly server: string;
  readonly path: string;
  readonly sizeKiB: number;
  readonly freeKiB: number;
  readonly usedPercent: number;
  readonly level: Level;
}

/** How a network is; each kind of network adds parts of its own, such as `kafka`. */
export interface StatusReport extends Readonly<Record<string, unknown>> {
  readonly stack: string;
  /** It serves as planned. A network that sleeps does not, also when nothing is wrong with it. */
  readonly good: boolean;
  /** Since when it sleeps and who put it there; none when it is awake. */
  readonly hibernated?: SeenSleep;
  readonly services: readonly ServiceStatus[];
  /** Block heights by ledger, then by member. */
  readonly heights: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Soonest end first. */
  readonly certificates: readonly CertificateStatus[];
  readonly disks: readonly DiskStatus[];
  readonly findings: readonly Finding[];
  /** What could not be looked at, and why. */
  readonly notShown: readonly string[];
}
