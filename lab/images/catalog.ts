import { fabricKafka } from "./fabric-kafka/image.js";
import { fabricOrderer } from "./fabric-orderer/image.js";
import { fabricPeer } from "./fabric-peer/image.js";
import { fabricTools } from "./fabric-tools/image.js";
import { fabricZookeeper } from "./fabric-zookeeper/image.js";
import { fiscoBcos } from "./fisco-bcos/image.js";
import { fiscoConsole } from "./fisco-console/image.js";
import type { LabImage } from "./image.js";
import { mariadb } from "./mariadb/image.js";
import { mycc } from "./mycc/image.js";
import { nginx } from "./nginx/image.js";
import { redis } from "./redis/image.js";
import { registry } from "./registry/image.js";
import { wefeStandIn } from "./wefe-stand-in/image.js";

/** Images by what they are for, each with the registry that all stacks use: a group is built when something needs it, the set-up builds `fabric` only. */
export const imageGroups = {
  /** What Fabric's demo runs. */
  fabric: [registry, mycc, fabricZookeeper, fabricKafka, fabricOrderer, fabricPeer, fabricTools],
  /** A chain of FISCO BCOS stand-ins. */
  fisco: [registry, fiscoBcos, fiscoConsole],
  /** What the fixture of WeFe's package is made of, and its chain. */
  wefe: [registry, mariadb, redis, nginx, wefeStandIn, fiscoBcos, fiscoConsole],
} as const satisfies Readonly<Record<string, readonly LabImage[]>>;
export type ImageGroup = keyof typeof imageGroups;

/** Every image of the lab, each once. */
export const images: readonly LabImage[] = [...new Set<LabImage>(Object.values(imageGroups).flat())];

/** Reads a group's name. @throws Error naming the groups there are */
export function imageGroupOf(name: string): ImageGroup {
  if (isGroup(name)) return name;
  throw new Error(`no group of images is called ${name}. There are: ${Object.keys(imageGroups).join(", ")}`);
}

function isGroup(name: string): name is ImageGroup {
  return Object.hasOwn(imageGroups, name);
}
