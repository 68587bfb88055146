import { join } from "node:path";
import { type Finding, hasErrors } from "../../config/findings.js";
import type { WefeSettings } from "../../config/schema.js";
import type { Tier } from "../../config/words.js";
import { readVendorArchive } from "./load-archive.js";
import { composeFolders, readComposePackage } from "./package/compose/package.js";
import { DigestCache, digestCacheFile, type KnownDigests } from "./package/digest-cache.js";
import { type VendorArchive, wrongArchive } from "./package/images.js";
import { pinFindings } from "./package/pin.js";
import { readPackage } from "./package/read.js";
import { type Depth, readPins } from "./pins.js";
import { packageRoot } from "./service.js";
import { madeServices, placedSidesOf } from "./sides.js";
import type { VendorPackage } from "./types.js";

/** A vendor's package as it was read, or why it cannot be used; there may be findings although it can. */
export interface PackageLoad {
  readonly vendorPackage?: VendorPackage;
  readonly findings: readonly Finding[];
}

interface StackWithWefe {
  readonly tier: Tier;
  readonly wefe: WefeSettings;
}

/**
 * Reads the package that a stack names, with its checksum, and where asked the image archives with theirs: these are many
 * gigabytes, and only what delivers images needs them. Only the compose files of services that some side runs are
 * understood.
 * @param directory the project's, to which the paths are relative
 */
export function loadVendorPackage(
  stack: StackWithWefe,
  directory: string,
  depth: Depth,
): Promise<PackageLoad> {
  return DigestCache.during(join(directory, digestCacheFile), (known) =>
    load(stack, directory, depth, known),
  );
}

async function load(
  stack: StackWithWefe,
  directory: string,
  depth: Depth,
  known: KnownDigests,
): Promise<PackageLoad> {
  const { path, images: listed } = stack.wefe.package;
  const pins = await readPins(stack.wefe.package, directory, depth);
  const reading = await readPackage(join(directory, path), known);
  if (!reading.ok) return { findings: [...pins.findings, ...reading.findings] };
  const { files } = reading;
  const pinned = pinFindings({ path, kind: files.kind, expected: pins.of.get(path), found: files.digest });
  const run = new Set(placedSidesOf(stack).flatMap((side) => madeServices(side).map(({ name }) => name)));
  const folders = composeFolders(files).filter((folder) => run.has(folder));
  const compose = readComposePackage(files, { vendorRoot: packageRoot, folders });
  const images =
    depth === "package" ? undefined : await loadArchives(listed, { pins: pins.of, directory, known });
  const findings = [...pins.findings, ...pinned, ...compose.findings, ...(images?.findings ?? [])];
  if (hasErrors(findings)) return { findings };
  const { services, networks } = compose;
  const vendorPackage: VendorPackage = {
    path,
    kind: files.kind,
    files,
    services,
    networks,
    ...(images ? { archives: images.archives } : {}),
  };
  return { vendorPackage, findings };
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
