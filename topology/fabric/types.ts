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
  /** Names of its services, one beside each peer of the channel. */
  readonly services: readonly string[];
}

export interface PlannedChannel {
  readonly name: string;
  readonly organizations: readonly string[];
  readonly chaincodes: readonly PlannedChaincode[];
}

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

declare module "../model/plan.js" {
  interface Networks {
    readonly fabric?: FabricPlan;
  }
}

/** The two clusters behind orderers on Kafka; each trusts the certificates of its own authority only. */
export type MessagingCluster = "zookeeper" | "kafka";
