import type { LoadedStack } from "../config/load.js";
import { type CheckedStack, checkStack } from "../topology/check.js";
import type { PackageDepth, Packages } from "../topology/context.js";
import { readers } from "./networks.js";

/**
 * Judges a loaded stack as {@link checkStack} does, with the vendors' packages that it names, read from this machine.
 * @param directory the project's, to which the packages' paths are relative
 * @param depth whether the archives of images are read, too: many gigabytes, which only their delivery needs
 */
export async function checkWithPackages(
  loaded: LoadedStack,
  directory: string,
  depth: PackageDepth,
): Promise<CheckedStack & { readonly packages: Packages }> {
  const { settings } = loaded;
  const read = settings ? await Promise.all(readers.map((reader) => reader(settings, directory, depth))) : [];
  const found = read.filter((one) => one !== undefined);
  const packages: Packages = Object.assign({}, ...found.map((one) => one.packages));
  const findings = [...loaded.findings, ...found.flatMap((one) => one.findings)];
  return { ...checkStack({ ...loaded, findings }, packages), packages };
}
