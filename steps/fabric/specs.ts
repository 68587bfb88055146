/**
 * What the admin operations of a Fabric network are told. Everything here is public and shows in previews; keys come
 * as `Secrets` on stdin, of one organisation only.
 */

import type { Host } from "../../hosts/host.js";
import type { Anchor, FabricVersion, Genesis } from "../../topology/fabric/blocks/index.js";
import type { MessagingCluster } from "../../topology/fabric/types.js";
import type { TlsClient } from "../tls-over.js";

/** A peer or an orderer as it is dialled. */
export interface FabricNode {
  /** Name in its certificate; also its service name: the container is `<stack>-<name>`. */
  readonly name: string;
  readonly port: number;
  /** Address that the name stands for. */
  readonly address: string;
  /** Name of the server it runs on, for messages. */
  readonly server: string;
}

/** The identity that acts: certificate and key in PEM. */
export interface Secrets {
  readonly adminCert: string;
  readonly adminKey: string;
}

/** Where and for whom an operation works: in a container on the organisation's own server. */
export interface AdminPlace {
  readonly stack: string;
  readonly organization: {
    readonly name: string;
    readonly mspId: string;
    /** Certificate of its identity CA, PEM. */
    readonly caCertificate: string;
    /** Certificate of its TLS CA, PEM. */
    readonly tlsCaCertificate: string;
  };
  readonly server: Host;
  /** Image with the `peer` program, present on the server: an id or a reference. */
  readonly image: string;
  readonly orderers: {
    /** Certificate of the ordering organisation's TLS CA, PEM. */
    readonly tlsCaCertificate: string;
    readonly nodes: readonly FabricNode[];
  };
  /** How long the operation may take altogether, waiting included. */
  readonly deadlineSeconds: number;
}

/** An organisation's peers as others reach them. */
export interface OrganizationPeers {
  readonly mspId: string;
  /** Certificate of its TLS CA, PEM. */
  readonly tlsCaCertificate: string;
  readonly peers: readonly FabricNode[];
}

/** A call of a chaincode. */
export interface Call {
  readonly function: string;
  readonly args: readonly string[];
}

/** A chaincode as an organisation approves it and a channel commits it. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** A signature policy such as `OR('Org1MSP.peer')`, or the path of a channel policy such as `/Channel/Application/Endorsement`. */
  readonly policy: string;
  /** Called once in the life of the chaincode: after sequence 1 is committed. */
  readonly init?: Call;
  /** As Fabric's collections file has them. */
  readonly collections: readonly Readonly<Record<string, unknown>>[];
}

/** `genesis`: makes the genesis block. Result `{ block, hash }`, the block in base64. Reaches no server, needs no secrets. */
export interface GenesisSpec {
  readonly genesis: Genesis;
}

/** `channel`: makes the channel when it is not there. Result `{ channel, hash }` of block 0. */
export interface ChannelSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly version: FabricVersion;
  /** MSP ids of its organisations. */
  readonly mspIds: readonly string[];
}

/** `join`: the organisation's peers join the channel. Result `{ heights }` by peer. */
export interface JoinSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly peers: readonly FabricNode[];
}

/** `anchors`: the organisation's anchor peers in the channel. Result `{ changed }`. */
export interface AnchorsSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly anchors: readonly Anchor[];
}

/** `install-chaincode`: on each of the organisation's peers. Result `{ packageId, installed }`, the peers that lacked it. */
export interface InstallSpec {
  readonly place: AdminPlace;
  readonly peers: readonly FabricNode[];
  readonly packageId: string;
  readonly packageBase64: string;
}

/** `approve-chaincode`: for the organisation. Result `{ approved }`: `now` or `before`. */
export interface ApproveSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly chaincode: ChaincodeDefinition;
  readonly packageId: string;
  /** One of the organisation's own peers, joined. */
  readonly peer: FabricNode;
}

/** `commit-chaincode`: commits what all organisations approved and calls `init` once. Result `{ committed, initialized }`. */
export interface CommitSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly chaincode: ChaincodeDefinition;
  /** All organisations of the channel; the acting one first. Its first peer is asked, one peer of each endorses. */
  readonly organizations: readonly OrganizationPeers[];
}

/** `smoke`: reads only. Result `{ height, answers }`: chaincode → peer → answer. */
export interface SmokeSpec {
  readonly place: AdminPlace;
  readonly channel: string;
  readonly organizations: readonly OrganizationPeers[];
  readonly chaincodes: readonly {
    readonly name: string;
    readonly sequence: number;
    readonly check?: Call;
  }[];
}

/** The stack's output `operations` (secret): what day-2 commands need to act for the network. */
export interface Operations {
  readonly stack: string;
  /** Certificates to show to ZooKeeper and Kafka, when they speak TLS. */
  readonly messaging?: Readonly<Record<MessagingCluster, TlsClient>>;
  /** Image with the `peer` program. */
  readonly image: string;
  readonly orderers: AdminPlace["orderers"];
  readonly organizations: readonly OperatedOrganization[];
  readonly channels: readonly {
    readonly name: string;
    /** Names of its organisations. */
    readonly organizations: readonly string[];
    readonly chaincodes: readonly OperatedChaincode[];
  }[];
}

/** A chaincode as day-2 commands call it. */
export interface OperatedChaincode {
  readonly name: string;
  readonly sequence: number;
  /** Its endorsement policy. Default: a transfer is endorsed by the first organisation alone. */
  readonly policy?: string;
  readonly check?: Call;
}

/** An organisation of ours with the identities that act for it. */
export interface OperatedOrganization {
  readonly name: string;
  readonly mspId: string;
  readonly caCertificate: string;
  readonly tlsCaCertificate: string;
  /** Where its admin works: the server of its first peer. */
  readonly server: Host;
  readonly peers: readonly FabricNode[];
  /** Identities by name: `Admin`, `User1`. */
  readonly identities: Readonly<Record<string, { readonly certificate: string; readonly key: string }>>;
}

/** Does a CouchDB answer on its own server? */
export interface CouchDBReadySpec {
  readonly step: "couchdb-ready";
  readonly name: string;
  readonly container: string;
  readonly server: Host;
  /** HTTP port on the server's loopback address. */
  readonly port: number;
  readonly deadlineSeconds: number;
}
