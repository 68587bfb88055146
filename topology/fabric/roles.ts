import type { RoleTraits } from "../model/role-traits.js";

/** Ports a role listens on when nothing else on its server has them. */
export const rolePorts = {
  zookeeper: { client: 2181, quorum: 2888, election: 3888 },
  kafka: { client: 9092 },
  orderer: { grpc: 7050, admin: 7053, operations: 8443 },
  couchdb: { http: 5984 },
  peer: { grpc: 7051, chaincode: 7052, operations: 9443 },
} as const;

/** The roles of a Fabric network. */
export const fabricRoles: Readonly<Record<string, RoleTraits>> = {
  zookeeper: {
    title: "ZooKeeper",
    callers: { client: ["zookeeper", "kafka"], quorum: ["zookeeper"], election: ["zookeeper"] },
    dials: ["zookeeper"],
    dataPaths: () => ["/data", "/datalog"],
  },
  kafka: {
    title: "Kafka",
    callers: { client: ["kafka", "orderer"] },
    dials: ["zookeeper", "kafka"],
    // Its default is below /tmp in the container, and the image declares no volume.
    dataPaths: ({ env }) => [env.KAFKA_LOG_DIRS ?? "/tmp/kafka-logs"],
  },
  orderer: {
    title: "Orderers",
    callers: { grpc: ["peer", "clients"] },
    dials: ["kafka"],
    hostOnly: ["admin", "operations"],
    dataPaths: ({ env }) => [env.ORDERER_FILELEDGER_LOCATION ?? "/var/hyperledger/production/orderer"],
  },
  couchdb: {
    title: "CouchDB",
    hostOnly: ["http"],
    dataPaths: () => ["/opt/couchdb/data"],
    // CouchDB hashes the password in it.
    rewrites: ["/opt/couchdb/etc/local.d/20-admins.ini"],
    asked: true,
  },
  // Peers gossip by address.
  peer: {
    title: "Peers",
    showsOwner: true,
    callers: { grpc: ["peer", "clients"] },
    dials: ["orderer"],
    hostOnly: ["chaincode", "operations"],
    dataPaths: ({ env }) => [env.CORE_PEER_FILESYSTEMPATH ?? "/var/hyperledger/production"],
  },
  chaincode: { title: "Chaincode", hostOnly: ["chaincode"] },
};
