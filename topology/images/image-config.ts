/** What an image's configuration says of it, as far as its delivery needs it. */
export interface ImageConfig {
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** As Go names it: `linux`. */
  readonly os: string;
  /** Digests of the uncompressed layers, from the lowest up. */
  readonly diffIds: readonly string[];
}

/**
 * Reads an image's configuration (OCI image specification, config.md).
 * @throws Error when it lacks one of them
 */
export function imageConfig(text: string): ImageConfig {
  const config = JSON.parse(text) as {
    architecture?: unknown;
    os?: unknown;
    rootfs?: { diff_ids?: unknown };
  };
  const diffIds = config.rootfs?.diff_ids ?? [];
  const digests = Array.isArray(diffIds) && diffIds.every((d) => /^sha256:[0-9a-f]{64}$/.test(String(d)));
  if (typeof config.architecture !== "string" || typeof config.os !== "string" || !digests)
    throw new Error("the image's configuration lacks architecture, os or diff ids");
  return { architecture: config.architecture, os: config.os, diffIds: diffIds as string[] };
}
