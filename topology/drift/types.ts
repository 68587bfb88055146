/** What should be on the servers, what is, and where they differ. Plain data: readers fill it, the rules here judge it. */

/** What may differ. */
export type DriftKind =
  | "container"
  | "file"
  | "image"
  | "volume"
  | "bridge"
  | "host"
  | "channel"
  | "anchors"
  | "chaincode"
  | "certificate";

/** One difference between what was applied and what is there. */
export interface Drift {
  /** Server it shows on; an organisation's own for what its channels say, `-` for what no server holds. */
  readonly server: string;
  readonly kind: DriftKind;
  /** The thing, e.g. `prod-kafka1`, or its part: `prod-kafka1 env KAFKA_BROKER_ID`. */
  readonly name: string;
  readonly expected: string;
  readonly found: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Settings of a container, on either side of the comparison. What is left out is not compared. */
export interface ContainerSettings {
  /** Image id, `sha256:…`. */
  readonly image?: string;
  /** Label `consortium.spec`. */
  readonly spec?: string;
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Host entries: name → address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Volumes by the path where they are mounted. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly network: string;
  /** Docker networks it is connected to, where it does not use its server's own. */
  readonly bridges?: readonly string[];
  /** Ports that Docker publishes for it: `address:port` on the server → port in the container. */
  readonly ports?: Readonly<Record<string, string>>;
  /** Paths of the server that it sees: path in the container → path on the server, `(read)` after those it cannot write. */
  readonly binds?: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  /** Processors it may use at most; 0 where there is no limit. */
  readonly cpus: number;
  /** Docker's restart policy, e.g. `unless-stopped`. */
  readonly restart: string;
}

export interface DesiredContainer {
  readonly server: string;
  readonly name: string;
  /** Docker's id. Known from a state only. */
  readonly id?: string;
  readonly settings: ContainerSettings;
  /** Uploaded files: path → sha256 in hex. */
  readonly files: Readonly<Record<string, string>>;
}

/** A server as it was prepared. */
export interface DesiredHost {
  readonly server: string;
  /** Hash that the preparing script stamps. Known from a state only. */
  readonly script?: string;
  /** Quorums whose formed stamp it keeps. */
  readonly formed: readonly string[];
}

/** What should be on the servers. */
export interface Desired {
  readonly stack: string;
  /** Random id of the network. Known from a state only; volumes and stamps are then compared with it. */
  readonly network?: string;
  readonly containers: readonly DesiredContainer[];
  /** Images by reference; the id is known from a state only. */
  readonly images: readonly { readonly server: string; readonly reference: string; readonly id?: string }[];
  readonly volumes: readonly { readonly server: string; readonly name: string }[];
  /** Docker networks with their subnet in CIDR notation. */
  readonly bridges: readonly { readonly server: string; readonly name: string; readonly subnet: string }[];
  readonly hosts: readonly DesiredHost[];
}

export interface SeenContainer {
  readonly id: string;
  /** Docker's word: `running`, `exited`, `paused` … */
  readonly status: string;
  readonly exitCode: number;
  /** Label `consortium.role`; a container that is not ours has none. */
  readonly role?: string;
  readonly settings: ContainerSettings;
}

/** A file that a script of ours wrote: what it stamped and what is there now. */
export interface StampedFile {
  /** The stamp that lists it, e.g. `prepare`. */
  readonly stamp: string;
  readonly path: string;
  /** sha256 in hex, as it was written. */
  readonly stamped: string;
  /** sha256 in hex; none when the file is gone. */
  readonly now?: string;
}

export interface SeenBridge {
  /** Label `consortium.network`, `""` where there is none. */
  readonly network: string;
  readonly subnet: string;
}

/** Everything read on one server. */
export interface SeenServer {
  readonly containers: Readonly<Record<string, SeenContainer>>;
  /** sha256 in hex by container and path; a file that is not there is missing. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Image ids by reference. */
  readonly images: Readonly<Record<string, string>>;
  /** Volumes with their label `consortium.network`, `""` where there is none. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Docker networks by name: those that should be there and those that carry the stack's label. */
  readonly bridges: Readonly<Record<string, SeenBridge>>;
  /** Network that has claimed the server. */
  readonly owner?: string;
  /** Hashes of the scripts that ran last, by the stamp's name. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly stamped: readonly StampedFile[];
  /** Packages that a script held at their version, and whether they still are. */
  readonly holds: Readonly<Record<string, boolean>>;
  /** Networks of the formed stamps by quorum. */
  readonly formed: Readonly<Record<string, string>>;
  /** Whether the network sleeps (`./consortium hibernate`): then its containers are stopped on purpose. */
  readonly power: "awake" | "hibernated";
}

/** What was seen, by server. */
export type Seen = Readonly<Record<string, SeenServer>>;
