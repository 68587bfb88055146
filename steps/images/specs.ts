/** What the image steps are told. Plain data: nothing secret, nothing of the operator's machine. */

import type { Host } from "../../hosts/host.js";
import type { LoadedImage, RegistryImage, ResolvedImage } from "../../topology/images/catalogue.js";

/** `load-image`: the images that one server gets directly. Present ones are skipped. */
export interface LoadImageSpec {
  readonly step: "load-image";
  readonly server: Host;
  readonly images: readonly Pick<LoadedImage, "name" | "id" | "reference" | "archive">[];
}

/** The stack's registry as the operator reaches it: through SSH to its server, then its private address. */
export interface RegistryEndpoint {
  readonly server: Host;
  readonly port: number;
  readonly username: string;
}

/** Handed over on stdin to `push-images` and `registry-ready`. */
export interface RegistrySecrets {
  readonly password: string;
  /** PEM of the authority that signed the registry's certificate; no other is trusted. */
  readonly caCertificate: string;
}

/** `push-images`: all images of the stack's registry. Each blob is sent once; what is there is skipped. */
export interface PushImagesSpec {
  readonly step: "push-images";
  readonly registry: RegistryEndpoint;
  readonly images: readonly Pick<RegistryImage, "name" | "id" | "manifestDigest" | "archive">[];
}

/** `registry-ready`: waits until the registry answers over TLS and accepts the login. */
export interface RegistryReadySpec {
  readonly step: "registry-ready";
  readonly registry: RegistryEndpoint;
  /** Its container, whose last log lines are shown when it does not become ready. */
  readonly container: string;
  readonly deadlineSeconds: number;
}

/** What `load-image` and `push-images` print: names of images and bytes sent. */
export interface DeliveryResult {
  readonly pushed: readonly string[];
  readonly skipped: readonly string[];
  readonly bytes: number;
}

/** The `load-image` spec of a server, or nothing when no image is loaded into it. */
export function loadImageSpec(images: readonly ResolvedImage[], server: Host): LoadImageSpec | undefined {
  const loaded = images
    .filter((image) => image.kind === "loaded")
    .filter((image) => image.servers.includes(server.name))
    .map(({ name, id, reference, archive }) => ({ name, id, reference, archive }));
  return loaded.length === 0 ? undefined : { step: "load-image", server, images: loaded };
}

/** The `push-images` spec, or nothing when no image comes from the stack's registry. */
export function pushImagesSpec(
  images: readonly ResolvedImage[],
  registry: RegistryEndpoint,
): PushImagesSpec | undefined {
  const pushed = images
    .filter((image) => image.kind === "registry")
    .map(({ name, id, manifestDigest, archive }) => ({ name, id, manifestDigest, archive }));
  return pushed.length === 0 ? undefined : { step: "push-images", registry, images: pushed };
}
