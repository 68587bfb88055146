import type { PackageReader } from "../kind.js";
import { loadVendorPackage } from "./load-package.js";

/** WeFe's package. */
export const wefePackages: PackageReader = async ({ tier, wefe }, directory, depth) => {
  if (!wefe) return undefined;
  const { vendorPackage, findings } = await loadVendorPackage({ tier, wefe }, directory, depth);
  return { packages: vendorPackage ? { wefe: vendorPackage } : {}, findings };
};
