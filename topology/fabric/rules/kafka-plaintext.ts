import type { Rule } from "../../rules/rule.js";
import { speaksTls } from "../messaging.js";
import type { FabricStack } from "./stack.js";

/** Without TLS between orderers, brokers and ZooKeeper: said each time until the operator has read it. */
export const kafkaPlaintext: Rule<FabricStack> = {
  id: "kafka-plaintext",
  severity: "warning",
  holds: "traffic of Kafka and ZooKeeper is encrypted and authenticated",
  source: "Fabric docs, kafka.rst: TLS is highly recommended",
  check({ tier, fabric: { ordering } }, at) {
    if (ordering.type !== "kafka" || speaksTls(tier, ordering)) return [];
    return [
      at(["fabric", "ordering", "tls"], {
        message: "traffic between orderers, Kafka and ZooKeeper is neither encrypted nor authenticated",
        found:
          ordering.tls === undefined
            ? `plain listeners, the default of tier ${tier}`
            : "plain listeners, bound to the servers' own addresses",
        allowed: "mutual TLS, or a private network that only these servers are on",
        remedy:
          "write tls: true before the network is founded; or let the firewalls admit only the flows that the stack's output `flows` lists to ports 2181, 2888, 3888 and 9092, and accept kafka-plaintext",
      }),
    ];
  },
};
