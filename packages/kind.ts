import type { Finding } from "../config/findings.js";
import type { LoadedSettings } from "../config/load.js";
import type { PackageDepth, Packages } from "../topology/context.js";

/** What was read, and what is wrong with it. */
export interface ReadPackages {
  readonly packages: Packages;
  readonly findings: readonly Finding[];
}

/**
 * Reads the package of a vendor that the settings name for one kind of network; nothing where they name none.
 * @param directory the project's, to which the package's path is relative
 */
export type PackageReader = (
  settings: LoadedSettings,
  directory: string,
  depth: PackageDepth,
) => Promise<ReadPackages | undefined>;
