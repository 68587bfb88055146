import type { Host } from "../hosts/host.js";
import type { EngineRange } from "../topology/engine-range.js";
/**
 * What each step is told: plain data in `CONSORTIUM_STEP` (it shows in previews), secrets beside it on stdin.
 * A step is our program run by the engine as a local command; it reaches servers over pinned SSH only.
 */

import type { ArmLevel } from "../config/processor.js";
import type { ReadyCheck } from "../topology/model/service.js";
import type { TlsClient } from "./tls-over.js";

/** A member of a quorum as a gate sees it. */
export interface GateMember {
  readonly name: string;
  readonly container: string;
  readonly server: Host;
  /** Client port: ZooKeeper, Kafka, orderer or peer gRPC, at the server's address. */
  readonly port: number;
  /** Operations endpoint (`/metrics`) of orderers and peers, JSON-RPC of sealers. */
  readonly operations?: { readonly host: string; readonly port: number };
  /** The number by which the others know it; of a sealer the id of its group. */
  readonly id?: number;
  /** Name by which others dial it (Kafka's advertised name). */
  readonly host: string;
  /** Authority whose certificates the client port asks for; without it the port speaks plain text. */
  readonly authority?: string;
  /** The certificate to show there. Never in a spec: a step fills it in from its secrets. */
  readonly client?: TlsClient;
  /** Volumes that hold what it must not lose, by physical name. */
  readonly volumes: readonly string[];
}

/** A member with the hash of what should run; the running container carries it as label `consortium.spec`. */
export interface SpecifiedMember extends GateMember {
  readonly spec: string;
}

/** A quorum as it is looked at. */
export interface WatchedQuorum<Member extends GateMember = GateMember> {
  readonly name: string;
  readonly kind: string;
  /** In the order in which they are replaced. */
  readonly members: readonly Member[];
  /** Kafka: copies that must stay in sync. Default 1. */
  readonly minInSync?: number;
  /** How long a gate waits without any progress before it fails. */
  readonly deadlineSeconds: number;
}

/** A quorum as a gate of `pulumi up` sees it: it also knows whether the quorum was formed before. */
export interface GateQuorum<Member extends GateMember = GateMember> extends WatchedQuorum<Member> {
  readonly stack: string;
  /** Random id of the network: a formed stamp of another one is an error. */
  readonly network: string;
}

/**
 * May the members be replaced in order? Run only when one will change; passes while the quorum is being born; refuses
 * an emptied volume of a formed quorum.
 */
export interface ReadySpec {
  readonly step: "ready";
  readonly quorum: GateQuorum<SpecifiedMember>;
}

/**
 * Is this member back, and may the next one go? Passes at once while the quorum is being born, and when the container is
 * the one of the last good run.
 */
export interface InSyncSpec {
  readonly step: "in-sync";
  readonly quorum: GateQuorum;
  readonly member: string;
  /** The container's id: it binds the gate to that container. */
  readonly container: string;
}

/** Is the whole quorum good? Writes the formed stamp on every member's server. */
export interface FormedSpec {
  readonly step: "formed";
  readonly quorum: GateQuorum;
  /** The containers' ids: they bind the gate to those containers and are not read. */
  readonly containers: readonly string[];
}

export type GateSpec = ReadySpec | InSyncSpec | FormedSpec;

/** Data volumes on one server of services outside a quorum. */
export interface OwnData {
  readonly stack: string;
  /** Random id of the network whose data it is. */
  readonly network: string;
  /** By physical name. */
  readonly volumes: readonly string[];
}

/**
 * Have a server's services outside a quorum the data that they last worked with? Asked before a container of theirs is
 * made: on an emptied volume its image would begin anew.
 */
export interface DataKeptSpec {
  readonly step: "data-kept";
  readonly server: Host;
  readonly data: OwnData;
}

/**
 * Does a service outside a quorum serve? Its container runs, Docker's own check is content, and all checks hold. Then
 * its data volumes are stamped.
 */
export interface ServiceReadySpec {
  readonly step: "service-ready";
  readonly name: string;
  readonly container: string;
  readonly server: Host;
  readonly checks: readonly ReadyCheck[];
  /** Volumes that are guarded; none where a service can fill its own again. */
  readonly data?: OwnData;
  readonly deadlineSeconds: number;
}

/** A service as preflight sees it: what it will take on its server. */
export interface PreflightService {
  readonly name: string;
  readonly container: string;
  /** Addresses and ports it will listen on. */
  readonly ports: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  /** Its data volumes with the values frozen in them. */
  readonly volumes: readonly { readonly name: string; readonly frozen: Readonly<Record<string, string>> }[];
}

/** Everything one server is checked against before any server is changed. */
export interface PreflightSpec {
  readonly step: "preflight";
  readonly stack: string;
  /** Random id of the network that claims the server; none before the first `up` has made it. */
  readonly network?: string;
  readonly server: Host;
  /** What the stack says the server has. */
  readonly arch: "amd64" | "arm64";
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  /** Docker's data-root where we install the engine. */
  readonly dataRoot?: string;
  /** Vendor's package whose manual asks more of a server than we do. */
  readonly vendorPackage?: string;
  /** What its services need together. */
  readonly needs: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number };
  /** Rows of the tier tables that the needs come from, e.g. `production/kafka`. */
  readonly rows: readonly string[];
  readonly services: readonly PreflightService[];
  /** Digest of all that is planned for its services: where that changes the server is about to, so it is checked again. */
  readonly planned: string;
  /** Servers its services dial: reached at their address, proven on their SSH port. */
  readonly dials: readonly { readonly name: string; readonly address: string; readonly sshPort: number }[];
  readonly engine: EngineRange;
  /** Level of the 64-bit ARM architecture that the stack says the processor has. */
  readonly armLevel?: ArmLevel;
  /** Bridge networks that its services will be in. */
  readonly bridges?: readonly { readonly name: string; readonly subnet: string }[];
}
