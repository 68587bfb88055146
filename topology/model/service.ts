/**
 * Who may reach a port: other servers of the network (bound to the private address), only its own server, or whoever
 * reaches any address of the server, as a vendor's package publishes its ports.
 */
export type Exposure = "private" | "loopback" | "public";

export interface PlannedPort {
  /** What it serves, e.g. `client`, `quorum`, `operations`. */
  readonly name: string;
  readonly port: number;
  readonly exposure: Exposure;
  /** Address it is bound to: the server's own, a loopback one, or `0.0.0.0` where it is public. */
  readonly address: string;
  /** Port in the container, where a bridge network stands between; without it the service itself listens on `port`. */
  readonly target?: number;
  /** Cluster whose authority must have signed a client's certificate; without it none is asked for. */
  readonly authority?: string;
}

/**
 * Where a file's content comes from: `text` is public and stands in the plan; `material` names a certificate, key
 * or password, e.g. `orderer0.example.com/tls/key` or `couchdb/peer0.org1.example.com`; `block` names a frozen
 * binary such as the genesis block (uploaded as base64).
 */
export type FileSource =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "material"; readonly name: string }
  | { readonly kind: "block"; readonly name: string };

export interface PlannedFile {
  /** Absolute path in the container. */
  readonly path: string;
  /** Octal mode, `0600` for everything secret. */
  readonly mode: "0600" | "0644" | "0755";
  readonly source: FileSource;
}

/** Where a volume is mounted. */
export interface VolumeMount {
  /** Absolute path in the container. */
  readonly path: string;
  /** Where its service may only read it; absent: also written. */
  readonly access?: "read";
}

/** Data of a service that outlives its container. */
export interface PlannedVolume extends VolumeMount {
  /** Physical name, unique on its server and stable for the life of the network. */
  readonly name: string;
  /** Further places at which the same data is mounted. */
  readonly alsoAt?: readonly VolumeMount[];
  /** Values that are frozen with the data, e.g. `{ "broker.id": "1" }`; a change is refused. */
  readonly frozen: Readonly<Record<string, string>>;
}

/** A file or folder of the server itself that a container sees; its content is placed there by us or is the system's. */
export interface PlannedBind {
  /** Absolute path on the server. */
  readonly from: string;
  /** Absolute path in the container. */
  readonly path: string;
  readonly access: "read" | "write";
}

/** A command by which Docker itself judges a container, as a package's author wrote it. */
export interface Healthcheck {
  /** `["CMD", …]` or `["CMD-SHELL", text]`. */
  readonly test: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** Failures before this are not counted. */
  readonly startSeconds: number;
}

/** How a service that belongs to no quorum proves that it serves; asked from its own server. */
export type ReadyCheck =
  /** Somebody accepts connections there. Behind a published port that is Docker, so it proves little. */
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** Answers with status 200 and, where given, a body that matches this expression. */
  | {
      readonly kind: "http";
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly matches?: string;
    }
  /** The same, dialled from its container's network by the server's own programs: what its neighbours there do. */
  | { readonly kind: "inside"; readonly host: string; readonly port: number }
  /** A command in its container with a line of output that matches this expression; its exit status tells nothing. */
  | { readonly kind: "command"; readonly command: readonly string[]; readonly matches: string };

/** What a package may ask of its containers besides what every service of ours has; absent is Docker's default. */
export interface ContainerOptions {
  readonly entrypoint?: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly privileged?: true;
  readonly init?: true;
  readonly tty?: true;
  /** Standard input stays open although nobody writes to it. */
  readonly stdin?: true;
  /** The image's file system cannot be written; volumes and tmpfs can. */
  readonly readOnly?: true;
  readonly capabilities?: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly devices?: readonly {
    readonly from: string;
    readonly path: string;
    readonly permissions: string;
  }[];
  readonly securityOptions?: readonly string[];
  readonly shmMiB?: number;
  readonly stopSignal?: string;
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Mount points in memory, each with its options, e.g. `size=64m`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** By name, besides `nofile`, which the limits hold. */
  readonly ulimits?: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly dns?: readonly string[];
  readonly groups?: readonly string[];
}

export interface Limits {
  readonly memoryMiB: number;
  /** Processors, as Docker's `--cpus`; where there is a weight, what it is planned with and no limit. */
  readonly cpus: number;
  /** As Docker's `--cpu-shares`: its part where processors are short. */
  readonly cpuWeight?: number;
  /** JVM heap, where there is one. */
  readonly heapMiB?: number;
  /** Files and connections it may hold open (`nofile`). */
  readonly openFiles: number;
}

/**
 * Parts of a service in which a vendor's package has a password, by the names of the material that has them whole: the
 * words of a command as JSON. In the plan these words stand masked, and the variables not at all.
 */
export interface ServiceSecrets {
  /** Variables besides `env`: name → material. */
  readonly env: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly entrypoint?: string;
  /** Its test. */
  readonly healthcheck?: string;
}

/** One container on one server with its volumes and files. */
export interface PlannedService {
  /** Name in its network and in host entries, e.g. `zookeeper1`, `orderer0.example.com`. */
  readonly name: string;
  /** Physical container name: `<stack>-<name>`. */
  readonly container: string;
  /** The organisation, agency or member of a federation whose it is; none for what all share, such as the registry. */
  readonly owner?: string;
  /** The service that it stands beside and works for alone, as a state database does for its peer. */
  readonly belongsTo?: string;
  /** The number by which the other members of its quorum know it, such as Kafka's `broker.id`. */
  readonly memberId?: number;
  /** What must be good before it starts: names of quorums, of services, or of steps of its network. */
  readonly after?: readonly string[];
  /** The gate that proves that it works, where that is none of its own. */
  readonly proof?: string;
  /** What it is in its network, e.g. `kafka`; its kind of network has the role's traits. */
  readonly role: string;
  /** Services of one phase may start together; the next phase starts when all of them are ready. */
  readonly phase: string;
  /** Name of the server it runs on. */
  readonly server: string;
  /** Name in the image catalogue, or a reference by digest. */
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Names it dials by configuration, resolved by host entries: name → address. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly volumes: readonly PlannedVolume[];
  readonly files: readonly PlannedFile[];
  readonly ports: readonly PlannedPort[];
  readonly limits: Limits;
  /** Time between SIGTERM and SIGKILL. */
  readonly stopSeconds: number;
  /** Bridge network of its server and its names there; without it the service uses the server's own network. */
  readonly bridge?: { readonly network: string; readonly aliases: readonly string[] };
  readonly binds?: readonly PlannedBind[];
  /** Digest of the files that are placed on the server for it: a change makes it anew, as a restart applies none. */
  readonly placed?: string;
  /** Names of the material among those files: when its content changes, e.g. by a renewed certificate, the service is made anew. */
  readonly placedMaterial?: readonly string[];
  readonly healthcheck?: Healthcheck;
  readonly secrets?: ServiceSecrets;
  readonly options?: ContainerOptions;
  /** All of them hold when it serves. */
  readonly ready?: readonly ReadyCheck[];
}
