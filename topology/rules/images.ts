import type { Path } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import { processorOf } from "../../config/processor.js";
import type { FabricSettings } from "../../config/schema.js";
import { serversNamed } from "./placements.js";
import type { Rule } from "./rule.js";

interface Needed {
  readonly name: string;
  /** Where the need comes from. */
  readonly path: Path;
}

/** Every image that a service needs comes from an archive or is named by digest. */
export const imageSource: Rule<LoadedSettings> = {
  id: "image-source",
  severity: "error",
  holds: "every image that a service runs comes from an archive or is named by digest",
  source: "own: `latest` and moving tags run what nobody reviewed",
  check(stack, at) {
    const { images } = stack;
    if (images.archives !== undefined) return [];
    return neededBy(stack)
      .filter(({ name }) => images.references[name] === undefined)
      .map(({ name, path }) =>
        at(path, {
          message: `no image for ${name}`,
          found: `neither images.archives nor images.references.${name}`,
          allowed: "a directory of archives, or a reference by digest",
          remedy: `add images.references.${name}: REGISTRY/${name}@sha256:…, or images.archives with ${name}.tar in it`,
        }),
      );
  },
};

/** Our own registry serves what came as archives; without archives it would stand empty. */
export const registryUnused: Rule<LoadedSettings> = {
  id: "registry-unused",
  severity: "warning",
  holds: "our own registry has archives to serve",
  source: "own",
  check({ images, wefe }, at) {
    if (!images.registry || images.archives !== undefined) return [];
    const vendors = wefe?.package.images;
    if (vendors && vendors.amd64.length + vendors.arm64.length > 0) return [];
    return [
      at(["images", "registry"], {
        message: "a registry that nothing is sent to",
        found: `registry on ${images.registry.server}, no archives`,
        allowed: "a registry together with archives",
        remedy: "name the directory in images.archives, or remove the registry",
      }),
    ];
  },
};

/** An archive holds an image for one architecture. */
export const archiveArchitecture: Rule<LoadedSettings> = {
  id: "archive-architecture",
  severity: "error",
  holds: "archives hold one architecture, so the servers they go to have one",
  source: "own",
  check(stack, at) {
    const { images, servers } = stack;
    if (images.archives === undefined) return [];
    const served = serversOfArchives(stack).flatMap((name) => servers[name] ?? []);
    const architectures = [...new Set(served.map(({ arch }) => processorOf(arch).arch))].sort();
    if (architectures.length < 2) return [];
    return [
      at(["images", "archives"], {
        message: "archives are for one architecture, the servers have two",
        found: architectures.join(" and "),
        allowed: "servers of one architecture, or images by reference",
        remedy: "name images of several architectures in images.references instead",
      }),
    ];
  },
};

/** Servers that the directory's archives go to; a vendor's services have archives of their own for each architecture. */
function serversOfArchives(stack: LoadedSettings): string[] {
  const vendors = stack.wefe?.package.images;
  if (vendors === undefined || vendors.amd64.length + vendors.arm64.length === 0)
    return Object.keys(stack.servers);
  return serversNamed(stack).map(({ server }) => server);
}

/** A vendor's services are not among them: their archives are listed with its package. */
function neededBy({ images, fabric, fisco }: LoadedSettings): Needed[] {
  return [
    ...(images.registry ? [referenced("registry")] : []),
    ...(fabric ? neededByFabric(fabric) : []),
    ...(fisco ? [referenced("fisco-bcos")] : []),
    ...(fisco?.console ? [referenced("fisco-console")] : []),
  ];
}

function referenced(name: string): Needed {
  return { name, path: ["images", "references", name] };
}

function neededByFabric({ ordering, organizations, channels }: FabricSettings): Needed[] {
  const peers = Object.values(organizations).filter(
    (organization) => Object.keys(organization.peers).length > 0,
  );
  const roles = [
    { name: "fabric-zookeeper", used: Object.keys(ordering.zookeeper).length > 0 },
    { name: "fabric-kafka", used: Object.keys(ordering.kafka).length > 0 },
    { name: "fabric-orderer", used: Object.keys(ordering.orderers).length > 0 },
    { name: "fabric-peer", used: peers.length > 0 },
    { name: "couchdb", used: peers.some(({ stateDatabase }) => stateDatabase === "couchdb") },
  ];
  return [
    ...roles.filter(({ used }) => used).map(({ name }) => referenced(name)),
    ...Object.entries(channels).flatMap(([channel, { chaincodes }]) =>
      Object.entries(chaincodes)
        .filter(([, { image }]) => !image.includes("@sha256:"))
        .map(([chaincode, { image }]) => ({
          name: image,
          path: ["fabric", "channels", channel, "chaincodes", chaincode, "image"],
        })),
    ),
  ];
}
