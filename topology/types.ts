/**
 * The planned network as plain data: everything that can be known before any machine is reached. Nothing here is
 * secret; keys and passwords appear as references that the components resolve.
 */
import type { SshTarget } from "../ssh/target.js";

/** What a service is in its network. */
export type Role = "registry" | "zookeeper" | "kafka" | "orderer" | "couchdb" | "peer" | "chaincode";

/** Services of one phase may start together; the next phase starts when all of them are ready. */
export const phases = ["registry", "zookeeper", "kafka", "orderer", "couchdb", "peer", "chaincode"] as const;
export type Phase = (typeof phases)[number];

/** Who may reach a port: other servers of the network (bound to the private address) or only its own server. */
export type Exposure = "private" | "loopback";

export interface PlannedPort {
  /** What it serves, e.g. `client`, `quorum`, `operations`. */
  readonly name: string;
  readonly port: number;
  readonly exposure: Exposure;
  /** Address it is bound to: the server's own, or a loopback one. */
  readonly address: string;
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

export interface PlannedVolume {
  /** Physical name, unique on its server and stable for the life of the network. */
  readonly name: string;
  /** Where it is mounted. */
  readonly path: string;
  /** Values that are frozen with the data, e.g. `{ "broker.id": "1" }`; a change is refused. */
  readonly frozen: Readonly<Record<string, string>>;
}

export interface Limits {
  readonly memoryMiB: number;
  /** Processors, as Docker's `--cpus`. */
  readonly cpus: number;
  /** JVM heap, where there is one. */
  readonly heapMiB?: number;
  /** Files and connections it may hold open (`nofile`). */
  readonly openFiles: number;
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

export interface PlannedServer {
  readonly name: string;
  /** Where its services are dialled. */
  readonly address: string;
  readonly ssh: SshTarget;
  readonly arch: "amd64" | "arm64";
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

/** Members of one quorum, in the order in which they are replaced. */
export interface PlannedQuorum {
  /** Unique in the stack, e.g. `zookeeper`, `peers-Org1`. */
  readonly name: string;
  readonly kind: "zookeeper" | "kafka" | "orderer" | "peer";
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
  readonly quorums: readonly PlannedQuorum[];
}

/** The whole plan of a stack. */
export interface Plan {
  readonly stack: string;
  readonly tier: "trial" | "economy" | "production";
  readonly data: "keep" | "delete";
  readonly servers: readonly PlannedServer[];
  /** Every service, also those of the quorums, ordered by phase, then name. */
  readonly services: readonly PlannedService[];
  readonly flows: readonly Flow[];
  readonly fabric: FabricPlan;
}
