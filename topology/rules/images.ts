import type { LoadedSettings } from "../../config/load.js";
import { processorOf } from "../../config/processor.js";
import { kinds } from "../networks.js";
import { type Needed, type Rule, referenced } from "./rule.js";
import { serversNamed } from "./servers-named.js";

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
  check(stack, at) {
    const { images } = stack;
    if (!images.registry || images.archives !== undefined || hasOwnArchives(stack)) return [];
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

function hasOwnArchives(stack: LoadedSettings): boolean {
  return kinds.some((kind) => kind.hasOwnArchives?.(stack));
}

/** Servers that the directory's archives go to; a vendor's services have archives of their own for each architecture. */
function serversOfArchives(stack: LoadedSettings): string[] {
  return hasOwnArchives(stack) ? serversNamed(stack).map(({ server }) => server) : Object.keys(stack.servers);
}

/** A vendor's services are not among them: their archives are listed with its package. */
function neededBy(stack: LoadedSettings): Needed[] {
  return [
    ...(stack.images.registry ? [referenced("registry")] : []),
    ...kinds.flatMap((kind) => kind.images(stack)),
  ];
}
