import { join } from "node:path";
import type { Finding } from "../../config/findings.js";
import type { WefeSettings } from "../../config/wefe/schema.js";
import type { PackageDepth } from "../../topology/context.js";
import type { VendorArchive } from "../../topology/images/vendor-archive.js";
import { wrongArchive } from "../../topology/wefe/package/images.js";
import { pinFindings } from "../../topology/wefe/package/pin.js";
import { type PackageLoad, type StackWithWefe, vendorPackageOf } from "../../topology/wefe/vendor-package.js";
import { DigestCache, digestCacheFile, type KnownDigests } from "./digest-cache.js";
import { readVendorArchive } from "./load-archive.js";
import { readPackage } from "./read-package.js";
import { readPins } from "./read-pins.js";

/**
 * Reads the package that a stack names, with its checksum, and where asked the image archives with theirs: these are many
 * gigabytes, and only what delivers images needs them. Only the compose files of services that some side runs are
 * understood.
 * @param directory the project's, to which the paths are relative
 */
export function loadVendorPackage(
  stack: StackWithWefe,
  directory: string,
  depth: PackageDepth,
): Promise<PackageLoad> {
  return DigestCache.during(join(directory, digestCacheFile), (known) =>
    load(stack, directory, depth, known),
  );
}

async function load(
  stack: StackWithWefe,
  directory: string,
  depth: PackageDepth,
  known: KnownDigests,
): Promise<PackageLoad> {
  const { path, images: listed } = stack.wefe.package;
  const pins = await readPins(stack.wefe.package, directory, depth);
  const reading = await readPackage(join(directory, path), known);
  if (!reading.ok) return { findings: [...pins.findings, ...reading.findings] };
  const { files } = reading;
  const images =
    depth === "package" ? undefined : await loadArchives(listed, { pins: pins.of, directory, known });
  return vendorPackageOf(stack, { kind: files.kind, files, pins, ...(images ? { images } : {}) });
}

interface ArchivePlace {
  /** Checksums by path; what is not pinned was complained of already. */
  readonly pins: ReadonlyMap<string, string>;
  readonly directory: string;
  readonly known: KnownDigests;
}

async function loadArchives(
  images: WefeSettings["package"]["images"],
  { pins, directory, known }: ArchivePlace,
) {
  const listed = [
    ...images.amd64.map((one) => ({ ...one, arch: "amd64" as const })),
    ...images.arm64.map((one) => ({ ...one, arch: "arm64" as const })),
  ];
  const archives: VendorArchive[] = [];
  const findings: Finding[] = [];
  for (const { path, arch } of listed) {
    const { sha256, archive, findings: own } = await readVendorArchive(path, join(directory, path), known);
    findings.push(...own);
    if (sha256 !== undefined)
      findings.push(...pinFindings({ path, kind: "tar", expected: pins.get(path), found: sha256 }));
    if (archive === undefined) continue;
    const listedFor: VendorArchive = { path, arch, images: archive.images };
    findings.push(...wrongArchive(listedFor));
    archives.push(listedFor);
  }
  return { archives, findings };
}
