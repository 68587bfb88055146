import type { Finding } from "../../config/findings.js";
import type { TaggedImage } from "../../topology/images/archive-image.js";
import { packageFinding } from "../../topology/wefe/package/findings.js";
import { ArchiveError, readImages } from "../images/archive.js";
import type { KnownDigests } from "./digest-cache.js";
import { fileDigest } from "./read-package.js";

/** A vendor's archive of images as it was read from this machine. */
export interface ReadArchive {
  /** As the user writes it. */
  readonly path: string;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly images: readonly TaggedImage[];
}

/**
 * Reads the list of an archive's images, with the checksum of all of it.
 * @param path as the user writes it
 * @param file where it is
 */
export async function readVendorArchive(
  path: string,
  file: string,
  known: KnownDigests,
): Promise<{
  readonly archive?: ReadArchive;
  readonly sha256?: string;
  readonly findings: readonly Finding[];
}> {
  let sha256: string | undefined;
  try {
    sha256 = await fileDigest(file, known);
    return { archive: { path, sha256, images: await readImages(file) }, sha256, findings: [] };
  } catch (error) {
    return { ...(sha256 === undefined ? {} : { sha256 }), findings: [unreadable(path, error)] };
  }
}

function unreadable(path: string, error: unknown): Finding {
  if (error instanceof ArchiveError)
    return packageFinding("package-missing", {
      message: `the image archive ${path} cannot be used: ${error.problem}`,
      remedy: error.remedy,
    });
  return packageFinding("package-missing", {
    message: `the image archive ${path} cannot be read`,
    found: error instanceof Error ? error.message : String(error),
    remedy: "get the vendor's archive, or correct wefe.package.images (paths are relative to the project)",
  });
}
