import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PackageDepth } from "../../topology/context.js";
import { parseChecksums } from "../../topology/wefe/package/checksums.js";
import {
  type PackageSettings,
  type Pins,
  pinsOf,
  unusableChecksums,
} from "../../topology/wefe/package/pins.js";

/**
 * Checksums of the package and of its archives: each from the stack file, or from the file of checksums that it names.
 * @param directory the project's, to which the stack's paths are relative
 * @param depth what is going to be read, and must be pinned
 */
export async function readPins(
  settings: PackageSettings,
  directory: string,
  depth: PackageDepth,
): Promise<Pins> {
  const { checksums: file } = settings;
  const asked = depth === "package" ? { ...settings, images: { amd64: [], arm64: [] } } : settings;
  if (file === undefined) return pinsOf(asked, directory, { lines: [], unreadable: [] });
  try {
    return pinsOf(asked, directory, parseChecksums(await readFile(join(directory, file), "utf8")));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      of: new Map(),
      findings: [unusableChecksums(`the file of checksums ${file} cannot be read`, found)],
    };
  }
}
