import type { KindStatus } from "../../status/kind.js";
import { ledgersBehind } from "./ledgers.js";
import {
  type KafkaStatus,
  kafkaLine,
  kafkaOf,
  partitionsAtRisk,
  type ZooKeeperStatus,
  zookeeperLine,
  zookeeperOf,
} from "./messaging.js";

/** What Fabric's parts of a report are. */
export interface FabricStatus {
  readonly zookeeper?: ZooKeeperStatus;
  readonly kafka?: KafkaStatus;
}

/** How a Fabric network's messaging and ledgers are. */
export const fabricStatus: KindStatus = {
  parts(_plan, { quorums }) {
    const zookeeper = zookeeperOf(quorums);
    const kafka = kafkaOf(quorums);
    return { ...(zookeeper ? { zookeeper } : {}), ...(kafka ? { kafka } : {}) } satisfies FabricStatus;
  },
  lines(parts) {
    const { zookeeper, kafka } = parts as FabricStatus;
    return [...(zookeeper ? [zookeeperLine(zookeeper)] : []), ...(kafka ? [kafkaLine(kafka)] : [])];
  },
  findings(plan, seen) {
    const kafka = kafkaOf(seen.quorums);
    return [...(kafka ? partitionsAtRisk(kafka) : []), ...ledgersBehind(plan, seen)];
  },
  behind: ledgersBehind,
};
