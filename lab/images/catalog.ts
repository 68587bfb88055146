import { fabricKafka } from "./fabric-kafka/image.js";
import { fabricOrderer } from "./fabric-orderer/image.js";
import { fabricPeer } from "./fabric-peer/image.js";
import { fabricTools } from "./fabric-tools/image.js";
import { fabricZookeeper } from "./fabric-zookeeper/image.js";
import type { LabImage } from "./image.js";
import { mycc } from "./mycc/image.js";
import { registry } from "./registry/image.js";

/** Every image of the lab. */
export const images: readonly LabImage[] = [
  registry,
  mycc,
  fabricZookeeper,
  fabricKafka,
  fabricOrderer,
  fabricPeer,
  fabricTools,
];
