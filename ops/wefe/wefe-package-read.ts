import { join } from "node:path";
import type { Finding } from "../../config/findings.js";
import { DigestCache, digestCacheFile, type KnownDigests } from "../../packages/wefe/digest-cache.js";
import { type ReadArchive, readVendorArchive } from "../../packages/wefe/load-archive.js";
import { readPackage } from "../../packages/wefe/read-package.js";
import { sameImage } from "../../topology/images/reference.js";
import { readComposePackage } from "../../topology/wefe/package/compose/package.js";
import type { VendorNetwork, VendorService } from "../../topology/wefe/package/types.js";
import { packageRoot } from "../../topology/wefe/service.js";

/** A service as the package describes it. */
export interface ReadService extends Pick<VendorService, "name" | "folder" | "image" | "ports"> {
  readonly data: readonly { readonly path: string; readonly source: string }[];
  /** Architectures for which some of the archives has its image. */
  readonly archives: readonly string[];
}

/** An archive of images, and what it holds by architecture. */
export interface ReadArchiveRow {
  readonly path: string;
  readonly sha256: string;
  /** Names of its images by architecture. */
  readonly images: Readonly<Record<string, readonly string[]>>;
}

/** What a package holds. */
export interface PackageReport {
  readonly path: string;
  /** None where it cannot be read. */
  readonly kind?: "tar" | "directory";
  /** Of the tar, or of the directory's listing. */
  readonly sha256?: string;
  readonly services: readonly ReadService[];
  readonly networks: readonly Pick<VendorNetwork, "name" | "subnet" | "owner" | "place">[];
  readonly archives: readonly ReadArchiveRow[];
  readonly findings: readonly Finding[];
  readonly pins: Pins;
}

/** The same checksums in both forms that a stack takes. */
export interface Pins {
  /** `package` of `consortium:wefe`. */
  readonly package?: {
    readonly path: string;
    readonly sha256: string;
    readonly images?: Readonly<Record<string, readonly { readonly path: string; readonly sha256: string }[]>>;
  };
  /** Lines of a file of checksums beside the package. */
  readonly checksums: readonly string[];
}

/** How files are called, and where the project is. */
export interface PackagePlace {
  readonly project: string;
  /** Path of a file in a stack file of the project. */
  readonly inStack: (file: string) => string;
  /** Path of a file in a file of checksums beside the package. */
  readonly inChecksums: (file: string) => string;
}

/** Reads a vendor's package and archives of images, whatever runs them: every compose file of it is understood. */
export function readWefePackage(
  path: string,
  archives: readonly string[],
  place: PackagePlace,
): Promise<PackageReport> {
  return DigestCache.during(join(place.project, digestCacheFile), (known) =>
    read(path, archives, place, known),
  );
}

async function read(
  path: string,
  archivePaths: readonly string[],
  place: PackagePlace,
  known: KnownDigests,
): Promise<PackageReport> {
  const reading = await readPackage(path, known);
  if (!reading.ok) {
    const none = { services: [], networks: [], archives: [], pins: { checksums: [] } };
    return { path, ...none, findings: reading.findings };
  }
  const { kind, digest } = reading.files;
  const compose = readComposePackage(reading.files, { vendorRoot: packageRoot });
  const loads = await Promise.all(archivePaths.map((one) => readVendorArchive(one, one, known)));
  const archives = loads.flatMap((load) => (load.archive ? [load.archive] : []));
  return {
    path,
    kind,
    sha256: digest,
    services: compose.services.map((service) => serviceRow(service, archives)),
    networks: compose.networks.map(({ name, subnet, owner, place: at }) => ({
      ...{ name, owner, place: at },
      ...(subnet === undefined ? {} : { subnet }),
    })),
    archives: archives.map(archiveRow),
    findings: [...compose.findings, ...loads.flatMap(({ findings }) => findings)],
    pins: pinsOf({ path, sha256: digest }, archives, place),
  };
}

function serviceRow(
  { name, folder, image, ports, mounts }: VendorService,
  archives: readonly ReadArchive[],
): ReadService {
  const held = archives.flatMap(({ images }) =>
    images.filter(({ tags }) => tags.some((tag) => sameImage(tag, image))),
  );
  return {
    ...{ name, folder, image, ports },
    data: mounts.flatMap(({ kind, path, source }) => (kind === "data" ? [{ path, source }] : [])),
    archives: architecturesOf(held),
  };
}

function archiveRow({ path, sha256, images }: ReadArchive): ReadArchiveRow {
  const ofArchitecture = (arch: string) =>
    images.filter(({ architecture }) => architecture === arch).flatMap(({ tags }) => tags);
  return {
    ...{ path, sha256 },
    images: Object.fromEntries(architecturesOf(images).map((arch) => [arch, ofArchitecture(arch)])),
  };
}

function pinsOf(
  main: { readonly path: string; readonly sha256: string },
  archives: readonly ReadArchive[],
  { inStack, inChecksums }: PackagePlace,
): Pins {
  const inFile = ({ path, sha256 }: typeof main) => ({ path: inStack(path), sha256 });
  const images = Object.fromEntries(
    architecturesOf(archives.flatMap((archive) => archive.images)).map((arch) => [
      arch,
      archives.filter((archive) => architecturesOf(archive.images).includes(arch)).map(inFile),
    ]),
  );
  return {
    package: { ...inFile(main), ...(archives.length === 0 ? {} : { images }) },
    checksums: [main, ...archives].map(({ path, sha256 }) => `${sha256}  ${inChecksums(path)}`),
  };
}

function architecturesOf(images: readonly { readonly architecture: string }[]): string[] {
  return [...new Set(images.map(({ architecture }) => architecture))].sort();
}
