/**
 * What each step is told: plain data in `CONSORTIUM_STEP` (it shows in previews), secrets beside it on stdin.
 * A step is our program run by the engine as a local command; it reaches servers over pinned SSH only.
 */
import type { SshTarget } from "../ssh/target.js";

/** A server as a step reaches it. */
export interface StepServer {
  readonly name: string;
  readonly address: string;
  readonly ssh: SshTarget;
}

/** A member of a quorum as a gate sees it. */
export interface GateMember {
  readonly name: string;
  readonly container: string;
  readonly server: StepServer;
  /** Client port: ZooKeeper, Kafka, orderer or peer gRPC, at the server's address. */
  readonly port: number;
  /** Operations endpoint (`/metrics`), for orderers and peers. */
  readonly operations?: { readonly host: string; readonly port: number };
  /** `myid` or `broker.id`. */
  readonly id?: number;
  /** Name by which others dial it (Kafka's advertised name). */
  readonly host: string;
  /** Data volumes, by physical name. */
  readonly volumes: readonly string[];
  /** Hash of what should run; the running container carries it as label `consortium.spec`. `ready` and `formed` have it. */
  readonly spec?: string;
}

/** A quorum as a gate sees it. */
export interface GateQuorum {
  readonly stack: string;
  /** Random id of the network, from the state; a stamp of another one is refused. */
  readonly network: string;
  readonly name: string;
  readonly kind: "zookeeper" | "kafka" | "orderer" | "peer";
  /** In the order in which they are replaced. */
  readonly members: readonly GateMember[];
  /** Kafka: copies that must stay in sync. */
  readonly minInSync?: number;
  /** How long a gate waits without any progress before it fails. */
  readonly deadlineSeconds: number;
}

/**
 * `ready`: may the members be replaced in order (run only when one will change; passes while the quorum is being
 * born; refuses an emptied volume of a formed quorum). `in-sync`: is this member back (passes at once while the quorum is being born). `formed`: is the
 * whole quorum good; writes the formed stamp on every member's server.
 */
export type GateSpec =
  | { readonly step: "ready"; readonly quorum: GateQuorum }
  | { readonly step: "in-sync"; readonly quorum: GateQuorum; readonly member: string }
  | { readonly step: "formed"; readonly quorum: GateQuorum };
