/** What a look at the servers of a network found. Plain data: readers fill it, the rules beside this file judge it. */
import type { Health, Quorum } from "../quorum/rules.js";

/** A container as Docker tells of it. */
export interface SeenContainer {
  readonly name: string;
  /** Labels `consortium.service` and `consortium.role`; a short-lived admin container has no service. */
  readonly service?: string;
  readonly role?: string;
  /** Docker's word: `running`, `exited`, `restarting`, `paused` … */
  readonly status: string;
  /** Docker's own health check, where the image has one: `healthy`, `starting`, `unhealthy`. */
  readonly health?: string;
  readonly exitCode: number;
  /** Why Docker could not start it again, after which it does not try any more; absent when nothing failed. */
  readonly startProblem?: string;
  /** It was ended because its memory limit was reached. */
  readonly outOfMemory: boolean;
  /** How often Docker has restarted it since it was made. */
  readonly restarts: number;
  /** Seconds since it was started, by its server's clock; none when it does not run. */
  readonly upSeconds?: number;
  /** Image id, `sha256:…`. */
  readonly image: string;
}

/** Use of a file system that holds data. */
export interface SeenDisk {
  /** Where it is mounted. */
  readonly path: string;
  readonly sizeKiB: number;
  readonly freeKiB: number;
  /** Of what can be written without being root, rounded up, as `df` says it. */
  readonly usedPercent: number;
  /** Volumes on it. */
  readonly volumes: readonly string[];
}

/** A certificate in a container's file. */
export interface SeenCertificate {
  /** As in the stack's output: `peer0.org1.example.com tls`, `ca.org1.example.com`. */
  readonly name: string;
  readonly container: string;
  /** End of validity, ISO 8601. */
  readonly notAfter: string;
}

/** When the network was put to sleep (`./consortium hibernate`), by the record that every server keeps of it. */
export interface SeenSleep {
  /** ISO 8601. */
  readonly since: string;
  /** Who did it: `user@host`. */
  readonly by: string;
}

/** What was seen on one server. */
export interface ServerLook {
  readonly containers: readonly SeenContainer[];
  readonly disks: readonly SeenDisk[];
  readonly certificates: readonly SeenCertificate[];
  /** The record of a sleep of the network that has claimed the server; none when it is awake. */
  readonly sleep?: SeenSleep;
  /** Why containers and certificates are missing, when Docker does not answer. */
  readonly engineProblem?: string;
}

/** A quorum as it was seen. */
export interface SeenQuorum {
  readonly name: string;
  readonly quorum: Quorum;
  readonly health: Health;
}

/** What a stack tells the outside without secrets; each kind of network adds outputs of its own. */
export interface PublicOutputs extends Readonly<Record<string, unknown>> {
  /** Ends of validity by certificate, ISO 8601. */
  readonly certificates?: Readonly<Record<string, string>>;
}

/** Everything that one look found. */
export interface Seen {
  /** By server; a server that could not be asked is in `away` and not here. */
  readonly servers: Readonly<Record<string, ServerLook>>;
  /** Servers that could not be asked, with the reason. */
  readonly away: Readonly<Record<string, string>>;
  readonly quorums: readonly SeenQuorum[];
  /** Highest block of each channel anywhere at the beginning of the look: what every ledger must have at its end. */
  readonly heights: Readonly<Record<string, number>>;
  /** Why a service that belongs to no quorum does not answer, by service; those that answer are not here. */
  readonly unanswered: Readonly<Record<string, string>>;
  /** The stack's outputs that are no secret; none where they could not be read. */
  readonly outputs?: PublicOutputs;
  readonly now: Date;
}
