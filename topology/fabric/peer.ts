import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedFile, PlannedService } from "../model/service.js";
import { defaultMspId, nodeName, sortedEntries } from "../names.js";
import { besideWritten } from "../ports.js";
import type { FabricContext } from "./context.js";
import { type CouchDB, couchdbUser } from "./couchdb.js";
import { material, nodeFiles } from "./material.js";
import { type OrdererMember, ordererQuorum } from "./orderer.js";
import type { PlacedPeer } from "./placed-peer.js";
import { rolePorts } from "./roles.js";

/** One peer as planned. */
export interface PeerMember extends PlannedService {
  readonly organization: string;
  readonly grpcPort: number;
  readonly operationsPort: number;
  /** Loopback address of its chaincode services: each peer of a server has its own, so that they share ports. */
  readonly chaincodeHost: string;
}

const directory = "/etc/hyperledger/peer";
const passwordPath = `${directory}/couchdb-password`;

/** Places every peer of every organisation, in order of organisation, then name. */
export function placePeers(context: FabricContext): PlacedPeer[] {
  const peersOn = new Map<string, number>();
  return sortedEntries(context.fabric.organizations).flatMap(([organization, { domain, peers, anchors }]) =>
    sortedEntries(peers).map(([short, placed]): PlacedPeer => {
      const nth = (peersOn.get(placed.server) ?? 0) + 1;
      peersOn.set(placed.server, nth);
      const own = rolePorts.peer;
      const beside = (other: number) =>
        context.ports.allocate(placed.server, besideWritten(placed.port, own.grpc, other));
      return {
        name: nodeName(short, domain),
        organization,
        server: placed.server,
        address: context.placement.addressOf(placed.server),
        logLevel: placed.logLevel,
        grpc: placed.port ?? context.ports.allocate(placed.server, own.grpc),
        chaincode: beside(own.chaincode),
        operations: beside(own.operations),
        chaincodeHost: context.placement.ownAddress(nth),
        anchor: anchors.includes(short),
      };
    }),
  );
}

/** Peers to whom a new peer introduces itself: its organisation's anchors, else itself. */
function bootstrapOf(peer: PlacedPeer, all: readonly PlacedPeer[]): string {
  const anchors = all.filter((p) => p.anchor && p.organization === peer.organization && p.name !== peer.name);
  return (anchors.length > 0 ? anchors : [peer]).map((p) => `${p.address}:${p.grpc}`).join(" ");
}

/** One peer. Gossip goes by address (it stands in the certificate), so a new peer leaves the others' containers alone. */
export function planPeer(
  context: FabricContext,
  peer: PlacedPeer,
  all: readonly PlacedPeer[],
  orderers: readonly OrdererMember[],
  couchdb: CouchDB | undefined,
): PeerMember {
  const { placement } = context;
  const own = placement.ownAddress();
  const organization = context.fabric.organizations[peer.organization];
  if (!organization) throw new Error(`peer ${peer.name} of unknown organisation ${peer.organization}`);
  const mspId = organization.mspId ?? defaultMspId(peer.organization);
  const password: PlannedFile[] = couchdb
    ? [
        {
          path: passwordPath,
          mode: "0600",
          source: { kind: "material", name: material.couchdbPassword(peer.name) },
        },
      ]
    : [];
  return {
    name: peer.name,
    container: containerOf(context, peer.name),
    owner: peer.organization,
    after: [ordererQuorum, ...(couchdb ? [couchdb.name] : [])],
    role: "peer",
    phase: "peer",
    server: peer.server,
    image: "fabric-peer",
    // The password reaches the process from a file, not from the container's definition.
    command: couchdb
      ? ["sh", "-c", `CORE_LEDGER_STATE_COUCHDBCONFIG_PASSWORD=$(cat ${passwordPath}) exec peer node start`]
      : ["peer", "node", "start"],
    env: {
      FABRIC_LOGGING_SPEC: peer.logLevel,
      CORE_PEER_ID: peer.name,
      CORE_PEER_ADDRESS: `${peer.name}:${peer.grpc}`,
      CORE_PEER_LISTENADDRESS: `${peer.address}:${peer.grpc}`,
      CORE_PEER_CHAINCODEADDRESS: `${own}:${peer.chaincode}`,
      CORE_PEER_CHAINCODELISTENADDRESS: `${own}:${peer.chaincode}`,
      CORE_PEER_LOCALMSPID: mspId,
      CORE_PEER_MSPCONFIGPATH: `${directory}/msp`,
      CORE_PEER_TLS_ENABLED: "true",
      CORE_PEER_TLS_CERT_FILE: `${directory}/tls/server.crt`,
      CORE_PEER_TLS_KEY_FILE: `${directory}/tls/server.key`,
      CORE_PEER_TLS_ROOTCERT_FILE: `${directory}/tls/ca.crt`,
      CORE_PEER_GOSSIP_BOOTSTRAP: bootstrapOf(peer, all),
      CORE_PEER_GOSSIP_ENDPOINT: `${peer.address}:${peer.grpc}`,
      CORE_PEER_GOSSIP_EXTERNALENDPOINT: `${peer.address}:${peer.grpc}`,
      CORE_PEER_GOSSIP_USELEADERELECTION: "false",
      CORE_PEER_GOSSIP_ORGLEADER: "true",
      CORE_PEER_GOSSIP_STATE_ENABLED: "false",
      CORE_OPERATIONS_LISTENADDRESS: `${own}:${peer.operations}`,
      CORE_METRICS_PROVIDER: "prometheus",
      CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify({ chaincodeHost: peer.chaincodeHost }),
      ...(couchdb
        ? {
            CORE_LEDGER_STATE_STATEDATABASE: "CouchDB",
            CORE_LEDGER_STATE_COUCHDBCONFIG_COUCHDBADDRESS: `${own}:${couchdb.httpPort}`,
            CORE_LEDGER_STATE_COUCHDBCONFIG_USERNAME: couchdbUser,
          }
        : {}),
    },
    hosts: placement.hostEntries([peer, ...orderers]),
    volumes: [
      dataVolume(context, peer.name, "ledger", "/var/hyperledger/production", {
        mspId,
        stateDatabase: organization.stateDatabase,
      }),
    ],
    files: [...nodeFiles(directory, peer.organization, peer.name), ...password],
    ports: [
      placement.sharedPort("grpc", peer.server, peer.grpc),
      placement.ownPort("chaincode", peer.chaincode),
      placement.ownPort("operations", peer.operations),
    ],
    limits: limitsOf(context, "peer"),
    stopSeconds: 30,
    organization: peer.organization,
    grpcPort: peer.grpc,
    operationsPort: peer.operations,
    chaincodeHost: peer.chaincodeHost,
  };
}
