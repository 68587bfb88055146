import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import type { FabricContext } from "./context.js";
import { brokerPart, noPart, speaksTls } from "./messaging.js";
import { rolePorts } from "./roles.js";
import { connectString, type ZooKeeperMember, zookeeperQuorum } from "./zookeeper.js";

/** Name of the brokers' quorum. */
export const kafkaQuorum = "kafka";

/** One Kafka broker as planned. */
export interface KafkaMember extends PlannedService {
  /** `broker.id`, frozen with the data volume (it stands in meta.properties). */
  readonly memberId: number;
  readonly clientPort: number;
}

/** Room for a message's headers above the largest block (Fabric docs, kafka.rst: 1 MiB is enough). */
const headerBytes = 1024 ** 2;

/** The brokers, in order of id, with the manual's settings; departures are listed in docs/departures.md. */
export function planKafka(context: FabricContext, zookeeper: readonly ZooKeeperMember[]): KafkaMember[] {
  const { kafka, replicas, minInSync, batch, kafkaProperties } = context.fabric.ordering;
  const { placement } = context;
  const brokers = sortedEntries(kafka)
    .sort(([, a], [, b]) => a.id - b.id)
    .map(([name, { server, id, port }]) => ({
      name,
      server,
      id,
      address: placement.addressOf(server),
      client: port ?? context.ports.allocate(server, rolePorts.kafka.client),
    }));

  const zoneOf = (server: string) => context.settings.servers?.[server]?.zone;
  // Kafka refuses to spread replicas when only some brokers name a rack.
  const everyBrokerHasZone = brokers.every((b) => zoneOf(b.server) !== undefined);
  const hosts = placement.hostEntries([...zookeeper, ...brokers]);
  const messageMaxBytes = String(batch.absoluteMaxBytes + headerBytes);
  const limits = limitsOf(context, "kafka");

  const tls = speaksTls(context.tier, context.fabric.ordering);
  const protocol = tls ? "SSL" : "PLAINTEXT";

  return brokers.map((broker): KafkaMember => {
    const part = tls ? brokerPart(broker.name) : noPart;
    return {
      name: broker.name,
      container: containerOf(context, broker.name),
      owner: context.fabric.ordering.organization.name,
      memberId: broker.id,
      after: [zookeeperQuorum],
      role: "kafka",
      phase: "kafka",
      server: broker.server,
      image: "fabric-kafka",
      command: [],
      env: {
        ...Object.fromEntries(
          Object.entries(kafkaProperties).map(([key, value]) => [propertyVariable(key), String(value)]),
        ),
        KAFKA_BROKER_ID: String(broker.id),
        KAFKA_ZOOKEEPER_CONNECT: connectString(zookeeper),
        KAFKA_LISTENERS: `${protocol}://${broker.address}:${broker.client}`,
        KAFKA_ADVERTISED_LISTENERS: `${protocol}://${broker.name}:${broker.client}`,
        KAFKA_LOG_DIRS: "/var/lib/kafka/data",
        KAFKA_MIN_INSYNC_REPLICAS: String(minInSync),
        KAFKA_DEFAULT_REPLICATION_FACTOR: String(replicas),
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: String(replicas),
        KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE: "false",
        KAFKA_LOG_RETENTION_MS: "-1",
        KAFKA_MESSAGE_MAX_BYTES: messageMaxBytes,
        KAFKA_REPLICA_FETCH_MAX_BYTES: messageMaxBytes,
        ...(everyBrokerHasZone ? { KAFKA_BROKER_RACK: zoneOf(broker.server) ?? "" } : {}),
        KAFKA_HEAP_OPTS: `-Xms${(limits.heapMiB ?? 512) / 4}m -Xmx${limits.heapMiB ?? 512}m`,
        ...part.env,
      },
      hosts,
      volumes: [
        dataVolume(context, broker.name, "data", "/var/lib/kafka/data", { "broker.id": String(broker.id) }),
      ],
      files: part.files,
      ports: [{ ...placement.sharedPort("client", broker.server, broker.client), ...part.clientPort }],
      limits,
      // A controlled shutdown hands its partitions over first (measured: 1.6-3.3 s without load).
      stopSeconds: 60,
      clientPort: broker.client,
    };
  });
}

/** Environment variable that sets a broker property: `num.io.threads` is `KAFKA_NUM_IO_THREADS`. */
export function propertyVariable(property: string): string {
  return `KAFKA_${property.toUpperCase().replaceAll(".", "_")}`;
}
