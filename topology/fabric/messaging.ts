import type { OrderingSettings } from "../../config/fabric/schema.js";
import type { Tier } from "../../config/words.js";
import type { PlannedFile, PlannedPort, PlannedService } from "../model/service.js";
import { material } from "./material.js";
import type { MessagingCluster, PlannedCertificate } from "./types.js";

/**
 * Mutual TLS among orderers, brokers and ZooKeeper. Each of the two clusters has an authority of its own, since neither
 * is asked who may do what: whoever holds a certificate of its authority may write. So an orderer cannot speak to
 * ZooKeeper at all, and a certificate of the ordering organisation opens neither.
 */

/** Whether the messaging cluster speaks TLS: as the stack says, else outside of trial. Frozen with the network. */
export function speaksTls(tier: Tier, ordering: Pick<OrderingSettings, "type" | "tls">): boolean {
  return ordering.type === "kafka" && (ordering.tls ?? tier !== "trial");
}

/** What a planner adds to a service that takes part. */
export interface MessagingPart {
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly PlannedFile[];
  /** What its client port asks of those who dial it. */
  readonly clientPort: Pick<PlannedPort, "authority">;
}

/** The part of a service in a cluster without TLS. */
export const noPart: MessagingPart = { env: {}, files: [], clientPort: {} };

/** ZooKeeper's entrypoint gives this folder to the user that the server runs as, so that it can read its key. */
const zookeeperFolder = "/conf/tls";
const brokerFolder = "/etc/kafka/tls";

/** A ZooKeeper server listens for clients on TLS only, and speaks TLS to its ensemble. */
export function zookeeperPart(name: string, address: string, clientPort: number): MessagingPart {
  const pair = `${zookeeperFolder}/server.pem`;
  const authority = `${zookeeperFolder}/ca.pem`;
  const stores = (prefix: string) => [
    `${prefix}.keyStore.location=${pair}`,
    `${prefix}.keyStore.type=PEM`,
    `${prefix}.trustStore.location=${authority}`,
    `${prefix}.trustStore.type=PEM`,
    `${prefix}.clientAuth=need`,
  ];
  return {
    env: {
      ZOO_CFG_EXTRA: [
        "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
        `secureClientPort=${clientPort}`,
        `secureClientPortAddress=${address}`,
        ...stores("ssl"),
        "sslQuorum=true",
        ...stores("ssl.quorum"),
      ].join(" "),
    },
    files: [secret(pair, material.clusterPair("zookeeper", name)), authorityFile(authority, "zookeeper")],
    clientPort: { authority: "zookeeper" },
  };
}

/** A broker asks everybody for a certificate, shows its own to the other brokers, and another one to ZooKeeper. */
export function brokerPart(name: string): MessagingPart {
  const pair = `${brokerFolder}/broker.pem`;
  const authority = `${brokerFolder}/kafka-ca.pem`;
  const zookeeperPair = `${brokerFolder}/zookeeper-client.pem`;
  const zookeeperAuthority = `${brokerFolder}/zookeeper-ca.pem`;
  return {
    env: {
      KAFKA_SECURITY_INTER_BROKER_PROTOCOL: "SSL",
      KAFKA_SSL_CLIENT_AUTH: "required",
      KAFKA_SSL_KEYSTORE_TYPE: "PEM",
      KAFKA_SSL_KEYSTORE_LOCATION: pair,
      KAFKA_SSL_TRUSTSTORE_TYPE: "PEM",
      KAFKA_SSL_TRUSTSTORE_LOCATION: authority,
      KAFKA_ZOOKEEPER_SSL_CLIENT_ENABLE: "true",
      KAFKA_ZOOKEEPER_SSL_KEYSTORE_TYPE: "PEM",
      KAFKA_ZOOKEEPER_SSL_KEYSTORE_LOCATION: zookeeperPair,
      KAFKA_ZOOKEEPER_SSL_TRUSTSTORE_TYPE: "PEM",
      KAFKA_ZOOKEEPER_SSL_TRUSTSTORE_LOCATION: zookeeperAuthority,
      // This property has a capital letter, which no variable of the entrypoint can spell; Kafka takes it from the JVM too.
      KAFKA_OPTS: "-Dzookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty",
    },
    files: [
      secret(pair, material.clusterPair("kafka", name)),
      authorityFile(authority, "kafka"),
      secret(zookeeperPair, material.clusterPair("zookeeper", name)),
      authorityFile(zookeeperAuthority, "zookeeper"),
    ],
    clientPort: { authority: "kafka" },
  };
}

/**
 * An orderer is a client of the brokers. It prints its whole configuration when it starts, and the key is part of that
 * (Fabric 2.5, orderer/common/server: prettyPrintStruct), so the one logger that does so is kept to warnings, whatever the stack's level says of it:
 * the last entry for a name counts, and a name with a full stop before one without.
 */
export function ordererPart(name: string, directory: string, logLevel: string): MessagingPart {
  const folder = `${directory}/kafka`;
  return {
    env: {
      FABRIC_LOGGING_SPEC: `${logLevel}:orderer.common.server,orderer.common.server.=warn`,
      ORDERER_KAFKA_TLS_ENABLED: "true",
      ORDERER_KAFKA_TLS_PRIVATEKEY_FILE: `${folder}/client.key`,
      ORDERER_KAFKA_TLS_CERTIFICATE_FILE: `${folder}/client.crt`,
      ORDERER_KAFKA_TLS_ROOTCAS_FILE: `${folder}/ca.crt`,
    },
    files: [
      secret(`${folder}/client.key`, material.clusterKey("kafka", name)),
      open(`${folder}/client.crt`, material.clusterCertificate("kafka", name)),
      authorityFile(`${folder}/ca.crt`, "kafka"),
    ],
    clientPort: {},
  };
}

/** Who asks the clusters for their health: the gates of `pulumi up` and the day-2 commands. No server holds its keys. */
export const operator = "operator";

/** Every certificate of the two clusters; members dial too, clients only dial. */
export function planCertificates(
  zookeeper: readonly PlannedService[],
  kafka: readonly PlannedService[],
  orderers: readonly PlannedService[],
): PlannedCertificate[] {
  const member = (cluster: MessagingCluster, service: PlannedService): PlannedCertificate => ({
    cluster,
    holder: service.name,
    dnsNames: [service.name],
    ipAddresses: service.ports.filter(({ name }) => name === "client").map(({ address }) => address),
    use: "member",
  });
  // Nobody dials a client: it vouches for no name, so that ZooKeeper's quorum ports refuse a broker's certificate.
  const client = (cluster: MessagingCluster, holder: string): PlannedCertificate => ({
    cluster,
    holder,
    dnsNames: [],
    ipAddresses: [],
    use: "client",
  });
  return [
    ...zookeeper.map((service) => member("zookeeper", service)),
    ...kafka.map(({ name }) => client("zookeeper", name)),
    client("zookeeper", operator),
    ...kafka.map((service) => member("kafka", service)),
    ...orderers.map(({ name }) => client("kafka", name)),
    client("kafka", operator),
  ];
}

const secret = (path: string, name: string): PlannedFile => ({
  path,
  mode: "0600",
  source: { kind: "material", name },
});

const open = (path: string, name: string): PlannedFile => ({
  path,
  mode: "0644",
  source: { kind: "material", name },
});

const authorityFile = (path: string, cluster: MessagingCluster) => open(path, material.clusterCa(cluster));
