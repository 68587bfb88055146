import { sha256 } from "../sha256.js";

/** Media types of a Docker image manifest (distribution spec, image manifest version 2 schema 2). */
export const mediaTypes = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  /** A layer as it is: its digest is its diff id. Engine 20.10 pulls it. */
  plainLayer: "application/vnd.docker.image.rootfs.diff.tar",
  gzipLayer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
} as const;

export type LayerMediaType = typeof mediaTypes.plainLayer | typeof mediaTypes.gzipLayer;

/** A blob of an image by content. */
export interface Descriptor {
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** `sha256:` and the checksum of the bytes in hex. */
export function digestOf(bytes: string | Uint8Array): string {
  return `sha256:${sha256(bytes)}`;
}

/** The manifest's text, the same for the same blobs on every machine; its digest is what servers pull by. */
export function imageManifest(
  config: Descriptor,
  layers: readonly (Descriptor & { readonly mediaType: LayerMediaType })[],
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, size: config.size, digest: config.digest },
    layers: layers.map(({ mediaType, size, digest }) => ({ mediaType, size, digest })),
  });
}
