import type { TaggedImage } from "./archive-image.js";

/** An archive of many images, as the stack lists it. */
export interface VendorArchive {
  /** As the stack file writes it. */
  readonly path: string;
  /** Architecture under which it is listed, as Go names it. */
  readonly arch: "amd64" | "arm64";
  readonly images: readonly Pick<TaggedImage, "tags" | "id" | "architecture" | "manifestDigest">[];
}
