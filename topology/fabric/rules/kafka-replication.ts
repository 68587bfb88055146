import type { OrderingSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";

/** A broker may fail without losing acknowledged blocks or stopping channel creation: 1 < M < N < K (Fabric docs, kafka.rst). */
export const kafkaReplication: Rule<OrderingSettings> = {
  id: "kafka-replication",
  severity: "error",
  holds: "1 < minInSync < replicas < brokers, so that one broker may fail",
  source: "Fabric docs, kafka.rst: 1 < M < N < K",
  check({ kafka, minInSync, replicas }, at) {
    const brokers = Object.keys(kafka).length;
    if (1 < minInSync && minInSync < replicas && replicas < brokers) return [];
    return [
      at(["kafka"], {
        message: "a broker that fails would stop ordering or lose blocks",
        found: `${brokers} brokers, replicas ${replicas}, minInSync ${minInSync}`,
        allowed: "1 < minInSync < replicas < brokers",
        remedy: "name at least 4 brokers and leave replicas at 3 and minInSync at 2",
      }),
    ];
  },
};
