import type { PackageReader } from "./kind.js";
import { wefePackages } from "./wefe/reader.js";

/** The registry of this floor: the kinds of networks that run a vendor's package, and how each reads it. */
export const readers: readonly PackageReader[] = [wefePackages];
