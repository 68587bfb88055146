import type { ImageConfig } from "./archive.js";
import type { Entry } from "./layer.js";

/** What goes into an image: configuration and layers, lowest first. */
export interface ImageContent {
  readonly config: ImageConfig;
  readonly layers: readonly (readonly Entry[])[];
}

/** One image of the lab: built from packages, laid out as the official image of that name. */
export interface LabImage {
  /** File name under `.cache/images/` and first part of the tag. */
  readonly name: string;
  /** As in the official image's tag, e.g. `2.5`. */
  readonly version: string;
  /** Files and folders of the checkout, and programs of the tool folder, whose change means a new build. */
  readonly inputs: readonly string[];
  /** Collects the content; slow parts report through `onLine`. */
  content(onLine: (line: string) => void): Promise<ImageContent>;
}

/** Search path of all images. */
export const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Labels that say where the image comes from, so that nobody takes it for the official one. */
export function originLabels(name: string, version: string, from: string): Readonly<Record<string, string>> {
  return {
    "consortium.lab.origin": "built locally from packages; not the official image",
    "consortium.lab.packages": from,
    "org.opencontainers.image.title": `${name} (lab build)`,
    "org.opencontainers.image.version": version,
  };
}
