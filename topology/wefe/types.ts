/** A WeFe federation as plain data: what is known once the vendor's package was read and before any machine is reached. */

import type { WefeHardware, WefeSide } from "../../config/wefe/tiers.js";
import type { Tier } from "../../config/words.js";
import type { VendorArchive } from "../images/vendor-archive.js";
import type { FileSource } from "../model/service.js";
import type { PackageFiles, VendorNetwork, VendorService } from "./package/types.js";

/** The vendor's package and its image archives, read from this machine: what the planner is given besides the settings. */
export interface VendorPackage {
  /** As the stack file names it. */
  readonly path: string;
  readonly kind: "tar" | "directory";
  readonly files: PackageFiles;
  /** Of every compose file of the package that a side of this stack runs. */
  readonly services: readonly VendorService[];
  readonly networks: readonly VendorNetwork[];
  /** Absent where they were not read: they are large, and only what delivers images needs them. */
  readonly archives?: readonly VendorArchive[];
}

/** A file of ours beside or in place of one of the package's. */
export interface PlacedConfig {
  /** Relative to the placement's root. */
  readonly path: string;
  readonly mode: "0600" | "0644" | "0755";
  readonly source: FileSource;
}

/** What is placed on one server, for all sides on it. */
export interface WefePlacement {
  readonly server: string;
  /** Absolute folder on the server. */
  readonly root: string;
  /** Files and folders of the package, each with all below it; none lies below another. */
  readonly sources: readonly string[];
  /** They win over what the sources have at the same path. */
  readonly texts: readonly PlacedConfig[];
  /** Of all of it but the material's content, which has no place in a plan. */
  readonly digest: string;
}

/** The services of one side, all on one server. */
export interface WefeSidePlan {
  readonly side: WefeSide;
  /** `union`, or the member's name. */
  readonly name: string;
  readonly server: string;
  readonly tier: Tier;
  /** Its row of the manual's table. */
  readonly row: WefeHardware;
  /** Names of its services in the plan, in the order in which they start. */
  readonly services: readonly string[];
  /** Those of them that an optional part brings; they come on top of the row. */
  readonly optional: readonly string[];
}

/** The union: placed here, or one that is there already, of which only the URL is known. */
export type WefeUnionPlan =
  | (WefeSidePlan & { readonly kind: "placed"; readonly url: string })
  | { readonly kind: "there"; readonly url: string };

/** A value of one of the vendor's files that is another one here. */
export interface WefeChange {
  readonly server: string;
  /** Name of the service in the plan. */
  readonly service: string;
  /** Path in the package. */
  readonly file: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** IAM's root organisation of a member, which is named in the member's own MySQL (manual 7.5). */
export interface WefeRootOrganization {
  readonly member: string;
  readonly name: string;
  /** Name of MySQL's service in the plan. */
  readonly mysql: string;
  /** Services that must be ready before. */
  readonly after: readonly string[];
}

/** Something that only the product's own pages can do. */
export interface WefeHandStep {
  /** Side that it is done for. */
  readonly of: string;
  /** Page where it is done. */
  readonly where: string;
  readonly what: string;
  /** Value to enter, where it is known. */
  readonly value?: string;
  /** Where that is written. */
  readonly source: string;
}

export interface WefePlan {
  /** The package with the checksum that the stack pins and that it has. */
  readonly package: { readonly path: string; readonly sha256: string };
  readonly union: WefeUnionPlan;
  /** In the order of their names. */
  readonly members: readonly WefeSidePlan[];
  readonly placements: readonly WefePlacement[];
  readonly rootOrganizations: readonly WefeRootOrganization[];
  readonly changes: readonly WefeChange[];
  readonly byHand: readonly WefeHandStep[];
}

declare module "../model/plan.js" {
  interface Networks {
    readonly wefe?: WefePlan;
  }
}

declare module "../context.js" {
  interface Packages {
    readonly wefe?: VendorPackage;
  }
}
