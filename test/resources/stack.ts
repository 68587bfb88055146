import type { StackInput } from "../../config/schema.js";
import { manualStack } from "../../topology/testing/stack.js";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const images = [
  "couchdb",
  "fabric-couchdb",
  "fabric-kafka",
  "fabric-orderer",
  "fabric-peer",
  "fabric-zookeeper",
  "mycc",
];

/** The manual's network with every image by digest, so that no archive is read. */
export function referencedStack(): StackInput {
  return {
    ...manualStack(),
    accept: ["kafka-plaintext"],
    images: {
      references: Object.fromEntries(images.map((name) => [name, `registry.example.com/${name}@${digest}`])),
    },
  };
}
