import type { FabricSettings } from "../../../config/fabric/schema.js";
import type { Rule } from "../../rules/rule.js";
import type { FabricStack } from "./stack.js";

/** What the tag of a reference may say, where its repository's name tells what it numbers. */
interface Expectation {
  /** Name in the catalogue. */
  readonly image: string;
  /** Last part of the repository's name whose tags number the product itself. */
  readonly repository: string;
  fits(version: readonly number[], fabric: FabricSettings["version"]): boolean;
  allowed(fabric: FabricSettings["version"]): string;
}

const ofFabric = (image: string): Expectation => ({
  image,
  repository: image,
  fits: ([major, minor], fabric) => `${major}.${minor}` === fabric,
  allowed: (fabric) => `a tag of Fabric ${fabric}, as fabric.version says`,
});

const expectations: readonly Expectation[] = [
  ofFabric("fabric-orderer"),
  ofFabric("fabric-peer"),
  {
    image: "fabric-kafka",
    repository: "kafka",
    fits: ([major = 0]) => major < 4,
    allowed: () => "Kafka before 4.0, which dropped ZooKeeper and the orderers' protocol",
  },
  {
    image: "fabric-kafka",
    repository: "cp-kafka",
    // Confluent Platform 7.9 is Kafka 3.9, 8.0 is Kafka 4.0.
    fits: ([major = 0]) => major < 8,
    allowed: () =>
      "Confluent Platform before 8.0, whose Kafka 4.0 dropped ZooKeeper and the orderers' protocol",
  },
  {
    image: "couchdb",
    repository: "couchdb",
    fits: ([major = 0]) => major === 3,
    allowed: () => "CouchDB 3, with which Fabric 2.2 and later are tested",
  },
];

/** An image whose tag names another version than the network's is not what the network was planned with. */
export const imageVersion: Rule<FabricStack> = {
  id: "image-version",
  severity: "error",
  holds: "where an image's tag names a version, it is one that the network runs on",
  source: "Fabric release notes (its tested CouchDB versions); Kafka 4.0 compatibility notes",
  check({ images, fabric }, at) {
    return expectations.flatMap(({ image, repository, fits, allowed }) => {
      const reference = images.references[image];
      const [, name, tag] = /\/([^/:@]+):([^@]+)@/.exec(reference ?? "") ?? [];
      const version = /^v?(\d+)\.(\d+)/
        .exec(tag ?? "")
        ?.slice(1)
        .map(Number);
      if (name !== repository || version === undefined || fits(version, fabric.version)) return [];
      return [
        at(["images", "references", image], {
          message: "an image of a version that does not fit",
          found: `${name}:${tag}`,
          allowed: allowed(fabric.version),
          remedy: "name the fitting image; what runs is its digest, so change both",
        }),
      ];
    });
  },
};
