import type { LayerMediaType } from "./manifest.js";

/** A range of the archive file, in bytes. */
export interface Range {
  readonly offset: number;
  readonly size: number;
}

/** A layer as it stands in the archive. */
export interface ArchiveLayer extends Range {
  /** Digest of the uncompressed layer, as the image's configuration names it. */
  readonly diffId: string;
  /** Digest of the bytes in the archive: the diff id, unless the layer is compressed. */
  readonly digest: string;
  readonly mediaType: LayerMediaType;
}

/** An image in a `docker save` archive: all that its delivery needs, without its content. */
export interface ArchiveImage {
  /** The file's name without `.tar`. */
  readonly name: string;
  /** Checksum of the configuration, `sha256:…`: the image id on every engine that has the image. */
  readonly id: string;
  readonly config: Range;
  /** From the lowest up. */
  readonly layers: readonly ArchiveLayer[];
  /** Text of the manifest under which it is pushed. */
  readonly manifest: string;
  /** Digest of that manifest, `sha256:…`. */
  readonly manifestDigest: string;
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Sum of configuration and layers, in bytes. */
  readonly bytes: number;
}

/** An image of an archive of many, with the names that the archive gives it. */
export interface TaggedImage extends ArchiveImage {
  /** As `docker save` writes them: `mysql:5.7.24`, `registry.example.com/a/b:1`; none for an untagged image. */
  readonly tags: readonly string[];
}

/** What was found for an image's name in the directory of archives. */
export type ArchiveLookup =
  | { readonly kind: "image"; readonly path: string; readonly image: ArchiveImage }
  /** The file is there but cannot be delivered. */
  | { readonly kind: "unusable"; readonly path: string; readonly problem: string; readonly remedy: string }
  /** `instead` is a compressed file of that name, when there is one. */
  | { readonly kind: "missing"; readonly path: string; readonly instead?: string };
