import type { LoadedStack } from "../config/load.js";
import { type CheckedStack, checkStack } from "../topology/check.js";
import type { Packages } from "../topology/context.js";
import type { Depth } from "../topology/wefe/package/pins.js";
import { loadVendorPackage } from "./wefe/load-package.js";

/**
 * Judges a loaded stack as {@link checkStack} does, with the vendors' packages that it names, read from this machine.
 * @param directory the project's, to which the packages' paths are relative
 * @param depth whether the archives of images are read, too: many gigabytes, which only their delivery needs
 */
export async function checkWithPackages(
  loaded: LoadedStack,
  directory: string,
  depth: Depth,
): Promise<CheckedStack & { readonly packages: Packages }> {
  const { settings } = loaded;
  if (!settings?.wefe) return { ...checkStack(loaded), packages: {} };
  const { tier, wefe } = settings;
  const { vendorPackage, findings } = await loadVendorPackage({ tier, wefe }, directory, depth);
  const packages = vendorPackage ? { wefe: vendorPackage } : {};
  const checked = checkStack({ ...loaded, findings: [...loaded.findings, ...findings] }, packages);
  return { ...checked, packages };
}
