import type { OrderingSettings } from "../../config/schema.js";
import type { Rule } from "./rule.js";

/** Between orderers, brokers and ZooKeeper there is no TLS yet: said each time until the operator has read it. */
export const kafkaPlaintext: Rule<OrderingSettings> = {
  id: "kafka-plaintext",
  severity: "warning",
  check({ type }, at) {
    if (type !== "kafka") return [];
    return [
      at(["kafka"], {
        message: "traffic between orderers, Kafka and ZooKeeper is neither encrypted nor authenticated",
        found: "plain listeners, bound to the servers' own addresses",
        allowed: "a private network that only these servers are on",
        remedy:
          "let the firewalls admit only the flows that the stack's output `flows` lists to ports 2181, 2888, 3888 and 9092; then accept kafka-plaintext",
      }),
    ];
  },
};
