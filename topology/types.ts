/**
 * The planned network as plain data: everything that can be known before any machine is reached. Nothing here is
 * secret; keys and passwords appear as references that the components resolve.
 */
import type { SshTarget } from "../ssh/target.js";
import type { FiscoPlan } from "./fisco/types.js";
import type { WefePlan } from "./wefe/types.js";

/** What a service is in its network. */
export type Role =
  | "registry"
  | "zookeeper"
  | "kafka"
  | "orderer"
  | "couchdb"
  | "peer"
  | "chaincode"
  | "fisco-node"
  | "fisco-console"
  | WefeRole;

/** Roles of a vendor package's services: what holds data, what works with it, and pages. */
export type WefeRole = "wefe-data" | "wefe-service" | "wefe-website";

/** Services of one phase may start together; the next phase starts when all of them are ready. */
export const phases = [
  "registry",
  "zookeeper",
  "kafka",
  "orderer",
  "couchdb",
  "peer",
  "chaincode",
  "fisco-node",
  "fisco-console",
  "wefe-data",
  "wefe-service",
  "wefe-follower",
  "wefe-website",
] as const;
export type Phase = (typeof phases)[number];

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
  /** Messaging cluster whose authority must have signed a client's certificate; without it none is asked for. */
  readonly authority?: MessagingCluster;
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
  readonly role: Role;
  readonly phase: Phase;
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

/** Levels of the 64-bit ARM architecture that software tells apart: ARMv8.0-A and ARMv8.2-A. */
export type ArmLevel = "v8.0" | "v8.2";

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

/** What the members of a quorum are; it decides what is asked of them. */
export type QuorumKind = "zookeeper" | "kafka" | "orderer" | "peer" | "sealer";

/** A bridge network of Docker's on one server: services on it find each other by name and are reached by published ports. */
export interface PlannedBridge {
  readonly server: string;
  /** Physical name, which services name in `bridge.network`. */
  readonly name: string;
  /** IPv4 network in CIDR notation, e.g. `172.30.0.0/16`. */
  readonly subnet: string;
}

/** Members of one quorum, in the order in which they are replaced. */
export interface PlannedQuorum {
  /** Unique in the stack, e.g. `zookeeper`, `peers-Org1`. */
  readonly name: string;
  readonly kind: QuorumKind;
  readonly members: readonly PlannedService[];
  /** Kafka: copies of a partition that must stay in sync. */
  readonly minInSync?: number;
}

/** An organisation's public half, enough wherever nothing is signed for it: the place where a foreign one fits. */
export interface PlannedOrganization {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  /** Whether its keys are in this stack's state. */
  readonly owner: "ours" | "foreign";
  /** Addresses other organisations' gossip dials first: `host:port` by name in a SAN. */
  readonly anchors: readonly { readonly host: string; readonly port: number }[];
  /** Names of its peer services. */
  readonly peers: readonly string[];
  /** Client identities besides Admin, e.g. `User1`. */
  readonly users: readonly string[];
}

export interface PlannedChaincode {
  readonly name: string;
  readonly channel: string;
  readonly label: string;
  readonly version: string;
  readonly sequence: number;
  readonly policy: string;
  readonly init?: { readonly function: string; readonly args: readonly string[] };
  readonly check?: { readonly function: string; readonly args: readonly string[] };
  readonly collections: readonly Readonly<Record<string, unknown>>[];
  /** `label:sha256(package)`, known before anything runs. */
  readonly packageId: string;
  /** The package itself (tgz, reproducible), base64. */
  readonly packageBase64: string;
}

export interface PlannedChannel {
  readonly name: string;
  readonly organizations: readonly string[];
  readonly chaincodes: readonly PlannedChaincode[];
}

/** The two clusters behind orderers on Kafka; each trusts the certificates of its own authority only. */
export type MessagingCluster = "zookeeper" | "kafka";

/** A certificate with which its holder speaks to one of the messaging clusters. */
export interface PlannedCertificate {
  readonly cluster: MessagingCluster;
  /** Name of a service, or `operator` for gates and day-2 commands. */
  readonly holder: string;
  /** Members are dialled and dial; clients only dial. */
  readonly use: "member" | "client";
  /** Names it vouches for. */
  readonly dnsNames: readonly string[];
  /** Addresses it vouches for. */
  readonly ipAddresses: readonly string[];
}

/** What the genesis block says; made into a block once and then frozen. */
export interface OrderingPlan {
  readonly organization: PlannedOrganization;
  readonly systemChannel: string;
  readonly batch: {
    readonly timeoutMs: number;
    readonly maxMessageCount: number;
    readonly absoluteMaxBytes: number;
    readonly preferredMaxBytes: number;
  };
  /** `host:port` of every broker, by the names the orderers dial. */
  readonly kafkaBrokers: readonly string[];
  /** `host:port` of every orderer. */
  readonly endpoints: readonly string[];
  /** Certificates of the messaging clusters when they speak TLS. */
  readonly messagingTls?: readonly PlannedCertificate[];
}

export interface FabricPlan {
  readonly version: string;
  readonly ordering: OrderingPlan;
  readonly organizations: readonly PlannedOrganization[];
  readonly channels: readonly PlannedChannel[];
}

/** The whole plan of a stack. */
export interface Plan {
  readonly stack: string;
  readonly tier: "trial" | "economy" | "production";
  readonly data: "keep" | "delete";
  readonly servers: readonly PlannedServer[];
  /** Every service, also those of the quorums, ordered by phase, then name. */
  readonly services: readonly PlannedService[];
  /** Of every network, in the order in which a roll goes through them. */
  readonly quorums: readonly PlannedQuorum[];
  /** Absent where every service uses its server's own network. */
  readonly bridges?: readonly PlannedBridge[];
  readonly flows: readonly Flow[];
  /** What is Fabric's own; absent in a stack without a Fabric network. */
  readonly fabric?: FabricPlan;
  /** What is a chain's own; absent in a stack without a FISCO BCOS chain. */
  readonly fisco?: FiscoPlan;
  /** What is a WeFe federation's own; absent in a stack without one, and where its package was not read. */
  readonly wefe?: WefePlan;
}
