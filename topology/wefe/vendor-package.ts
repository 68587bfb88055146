import { type Finding, hasErrors } from "../../config/findings.js";
import type { WefeSettings } from "../../config/wefe/schema.js";
import type { Tier } from "../../config/words.js";
import type { VendorArchive } from "../images/vendor-archive.js";
import { composeFolders, readComposePackage } from "./package/compose/package.js";
import { pinFindings } from "./package/pin.js";
import type { Pins } from "./package/pins.js";
import type { PackageFiles } from "./package/types.js";
import { packageRoot } from "./service.js";
import { madeServices, placedSidesOf } from "./sides.js";
import type { VendorPackage } from "./types.js";

/** A vendor's package as it was understood, or why it cannot be used; there may be findings although it can. */
export interface PackageLoad {
  readonly vendorPackage?: VendorPackage;
  readonly findings: readonly Finding[];
}

/** The settings that say which package a stack runs, and which of its services. */
export interface StackWithWefe {
  readonly tier: Tier;
  readonly wefe: WefeSettings;
}

/** What was read of a package. */
export interface PackageParts extends Pick<VendorPackage, "kind"> {
  readonly files: PackageFiles;
  /** What the stack pins. */
  readonly pins: Pins;
  /** Its image archives and what is wrong with them; absent where they were not read. */
  readonly images?: { readonly archives: readonly VendorArchive[]; readonly findings: readonly Finding[] };
}

/**
 * Understands a package that was read, if it is the one that the stack pins: of its compose files only those of services
 * that some side runs.
 */
export function vendorPackageOf(
  stack: StackWithWefe,
  { kind, files, pins, images }: PackageParts,
): PackageLoad {
  const { path } = stack.wefe.package;
  const pinned = pinFindings({ path, kind, expected: pins.of.get(path), found: files.digest });
  const run = new Set(placedSidesOf(stack).flatMap((side) => madeServices(side).map(({ name }) => name)));
  const folders = composeFolders(files).filter((folder) => run.has(folder));
  const compose = readComposePackage(files, { vendorRoot: packageRoot, folders });
  const findings = [...pins.findings, ...pinned, ...compose.findings, ...(images?.findings ?? [])];
  if (hasErrors(findings)) return { findings };
  const { services, networks } = compose;
  const vendorPackage: VendorPackage = {
    ...{ path, kind, files, services, networks },
    ...(images ? { archives: images.archives } : {}),
  };
  return { vendorPackage, findings };
}
