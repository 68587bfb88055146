import type { NeededImage } from "./needed.js";
import { sameImage } from "./reference.js";
import type { VendorArchive } from "./vendor-archive.js";

/** Where the image of a name is for servers of one architecture: an archive of the vendor's and the image's id in it. */
export interface VendorImage {
  readonly name: string;
  readonly architecture: VendorArchive["arch"];
  /** As the stack file writes it, relative to the project. */
  readonly archive: string;
  readonly id: string;
}

/**
 * Finds what services run in the vendor's archives, for each architecture in those that are listed for it. What none of
 * them holds is left to whoever knows other archives: that a vendor's own image is missing was found when the federation
 * was planned.
 */
export function vendorImages(
  needed: readonly NeededImage[],
  archives: readonly VendorArchive[],
): {
  readonly images: readonly VendorImage[];
  /** What is not found for every server that needs it. */
  readonly rest: readonly NeededImage[];
} {
  const images = needed.flatMap(({ name, servers }) =>
    (["amd64", "arm64"] as const)
      .filter((architecture) => servers.some(({ arch }) => arch === architecture))
      .flatMap((architecture) => {
        const found = archives
          .filter(({ arch }) => arch === architecture)
          .flatMap(({ path, images: held }) =>
            held
              .filter(({ tags }) => tags.some((tag) => sameImage(tag, name)))
              .map((image) => ({
                fits: image.architecture === architecture,
                found: { name, architecture, archive: path, id: image.id },
              })),
          );
        // One archive may have an image for several architectures under one name.
        const first = found.find(({ fits }) => fits) ?? found[0];
        return first === undefined ? [] : [first.found];
      }),
  );
  const rest = needed.filter(
    ({ name, servers }) =>
      !servers.every(({ arch }) => images.some((one) => one.name === name && one.architecture === arch)),
  );
  return { images, rest };
}
