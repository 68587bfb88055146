import type { NetworkPart, NetworkPlanner } from "../kind.js";
import type { PlannedQuorum } from "../model/quorum.js";
import { defaultMspId, nodeName, sortedEntries } from "../names.js";
import { planChaincodeServices, planChannels } from "./chaincode.js";
import type { FabricContext } from "./context.js";
import { planCouchDB } from "./couchdb.js";
import { kafkaQuorum, planKafka } from "./kafka.js";
import { planCertificates, speaksTls } from "./messaging.js";
import { ordererQuorum, planOrderers } from "./orderer.js";
import { type PeerMember, placePeers, planPeer } from "./peer.js";
import type { PlacedPeer } from "./placed-peer.js";
import type { PlannedOrganization } from "./types.js";
import { planZooKeeper, zookeeperQuorum } from "./zookeeper.js";

function planOrganizations(context: FabricContext, peers: readonly PlacedPeer[]): PlannedOrganization[] {
  return sortedEntries(context.fabric.organizations).map(([name, settings]) => {
    const own = peers.filter((peer) => peer.organization === name);
    return {
      name,
      mspId: settings.mspId ?? defaultMspId(name),
      domain: settings.domain,
      owner: settings.foreign ? "foreign" : "ours",
      anchors: own.filter((peer) => peer.anchor).map((peer) => ({ host: peer.address, port: peer.grpc })),
      peers: own.map((peer) => peer.name),
      users: settings.users,
    };
  });
}

/** A Fabric network on Kafka: its services, quorums and what its genesis block says. */
export function fabricPlanner(context: FabricContext): NetworkPlanner {
  return { claimPorts: () => claimPorts(context), plan: () => planFabric(context) };
}

function claimPorts({ fabric: { ordering, organizations }, ports }: FabricContext): void {
  for (const placed of [
    ...Object.values(ordering.zookeeper),
    ...Object.values(ordering.kafka),
    ...Object.values(ordering.orderers),
    ...Object.values(organizations).flatMap((organization) => Object.values(organization.peers)),
  ]) {
    if (placed.port !== undefined) ports.claim(placed.server, placed.port);
  }
}

function planFabric(context: FabricContext): NetworkPart {
  const { fabric } = context;
  const { ordering } = fabric;
  const zookeeper = planZooKeeper(context);
  const kafka = planKafka(context, zookeeper);
  const orderers = planOrderers(context, kafka);
  const placed = placePeers(context);
  const couchdbs = new Map(
    placed
      .filter((peer) => fabric.organizations[peer.organization]?.stateDatabase === "couchdb")
      .map((peer) => [peer.name, planCouchDB(context, peer)]),
  );
  const peers: PeerMember[] = placed.map((peer) =>
    planPeer(context, peer, placed, orderers, couchdbs.get(peer.name)),
  );
  const channels = planChannels(context, placed);
  const organizations = planOrganizations(context, placed);

  const quorums: PlannedQuorum[] = [
    { name: zookeeperQuorum, kind: "zookeeper", members: zookeeper },
    { name: kafkaQuorum, kind: "kafka", members: kafka, minInSync: ordering.minInSync },
    { name: ordererQuorum, kind: "orderer", members: orderers },
    ...organizations
      .map(
        (organization): PlannedQuorum => ({
          name: `peers-${organization.name}`,
          kind: "peer",
          members: peers.filter((peer) => peer.organization === organization.name),
        }),
      )
      .filter((quorum) => quorum.members.length > 0),
  ];

  return {
    services: [
      ...zookeeper,
      ...kafka,
      ...orderers,
      ...couchdbs.values(),
      ...peers,
      ...planChaincodeServices(context, channels, peers),
    ],
    quorums,
    bridges: [],
    own: {
      fabric: {
        version: fabric.version,
        ordering: {
          organization: {
            name: ordering.organization.name,
            mspId: ordering.organization.mspId,
            domain: ordering.organization.domain,
            owner: "ours",
            anchors: [],
            peers: [],
            users: [],
          },
          systemChannel: ordering.systemChannel,
          batch: {
            timeoutMs: ordering.batch.timeout,
            maxMessageCount: ordering.batch.maxMessageCount,
            absoluteMaxBytes: ordering.batch.absoluteMaxBytes,
            preferredMaxBytes: ordering.batch.preferredMaxBytes,
          },
          kafkaBrokers: kafka.map((broker) => `${broker.name}:${broker.clientPort}`),
          endpoints: sortedEntries(ordering.orderers).map(([short], index) => {
            const grpc = orderers[index]?.grpcPort ?? 0;
            return `${nodeName(short, ordering.organization.domain)}:${grpc}`;
          }),
          ...(speaksTls(context.tier, ordering)
            ? { messagingTls: planCertificates(zookeeper, kafka, orderers) }
            : {}),
        },
        organizations,
        channels,
      },
    },
  };
}
