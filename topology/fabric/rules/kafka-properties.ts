import type { OrderingSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** Where a broker property comes from instead. */
const managed: Readonly<Record<string, string>> = {
  "broker.id": "ordering.kafka.NAME.id",
  "broker.rack": "servers.NAME.zone",
  "zookeeper.connect": "ordering.zookeeper",
  listeners: "ordering.kafka.NAME.port",
  "advertised.listeners": "the broker's name and port",
  "listener.security.protocol.map": "the listeners we set",
  "inter.broker.listener.name": "the listeners we set",
  "log.dir": "the broker's data volume",
  "log.dirs": "the broker's data volume",
  "min.insync.replicas": "ordering.minInSync",
  "default.replication.factor": "ordering.replicas",
  "offsets.topic.replication.factor": "ordering.replicas",
  "unclean.leader.election.enable": "false: blocks must not be lost",
  "log.retention.ms": "-1: blocks are kept for ever",
  "log.retention.minutes": "blocks are kept for ever",
  "log.retention.hours": "blocks are kept for ever",
  "log.retention.bytes": "blocks are kept for ever",
  "log.cleanup.policy": "blocks are kept for ever",
  "message.max.bytes": "ordering.batch.absoluteMaxBytes and 1 MiB",
  "replica.fetch.max.bytes": "ordering.batch.absoluteMaxBytes and 1 MiB",
  "socket.request.max.bytes": "Kafka's 100 MiB, the end of the chain of message sizes",
  "heap.opts": "the tier's heap",
  "jvm.opts": "the tier's heap",
  opts: "ordering.tls",
  "security.inter.broker.protocol": "ordering.tls",
};

/** Keys, trust and the checks of TLS, towards clients and ZooKeeper; versions and cipher suites are the user's. */
const managedTls = /^(zookeeper\.)?ssl\.(client|key|trust|endpoint|engine)/;

function originOf(property: string): string | undefined {
  return managed[property] ?? (managedTls.test(property) ? "ordering.tls" : undefined);
}

/** Broker properties that the plan sets cannot be set a second time. */
export const kafkaProperties: Rule<OrderingSettings> = {
  id: "kafka-property",
  severity: "error",
  holds: "`kafkaProperties` sets nothing that the plan derives from elsewhere",
  source: "Fabric docs, kafka.rst: retention, leader election, replication and sizes belong together",
  check({ kafkaProperties: written }, at) {
    return Object.entries(written).flatMap(([property, value]) => {
      const origin = originOf(property);
      if (origin === undefined) return [];
      return [
        at(["kafkaProperties", property], {
          message: "a broker property that we set",
          found: String(value),
          allowed: `properties that we leave alone; this one follows from ${origin}`,
          remedy: "remove it",
        }),
      ];
    });
  },
};
