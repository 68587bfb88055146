import type { ArmLevel } from "../../config/processor.js";
import type { SshTarget } from "../../hosts/ssh/target.js";

/** A connection that a server's firewall must let in. */
export interface Flow {
  /** Server whose service is dialled. */
  readonly to: string;
  /** Servers that dial it; `operator` is the machine that runs `pulumi up`, through SSH only. */
  readonly from: readonly string[];
  readonly port: number;
  /** Service and port name, e.g. `kafka1 client`. */
  readonly service: string;
}

export interface PlannedServer {
  readonly name: string;
  /** Where its services are dialled. */
  readonly address: string;
  readonly ssh: SshTarget;
  readonly arch: "amd64" | "arm64";
  /** Oldest level of the architecture that it is said to have: software for a later one ends with "illegal instruction". */
  readonly armLevel?: ArmLevel;
  readonly zone?: string;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly dataRoot?: string;
  /** Sum of what its services need. */
  readonly needs: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number };
  /** Names of the servers its services dial; preflight checks that they are reached. */
  readonly dials: readonly string[];
}

/** A bridge network of Docker's on one server: services on it find each other by name and are reached by published ports. */
export interface PlannedBridge {
  readonly server: string;
  /** Physical name, which services name in `bridge.network`. */
  readonly name: string;
  /** IPv4 network in CIDR notation, e.g. `172.30.0.0/16`. */
  readonly subnet: string;
}
