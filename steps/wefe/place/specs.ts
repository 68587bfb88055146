import type { Host } from "../../../hosts/host.js";

/** A file of ours that stands beside or in place of one of the package's. */
export interface PlacedText {
  /** Relative to the root. */
  readonly path: string;
  readonly mode: "0600" | "0644" | "0755";
  /** Its content, or where it is secret the name under which the step's secrets hold it. */
  readonly from: { readonly text: string } | { readonly secret: string };
}

/** Everything that lies under one root on one server. */
export interface Placement {
  readonly stack: string;
  /** Unique on its server: the name of its stamp, e.g. `wefe`. */
  readonly name: string;
  /** Absolute folder on the server, e.g. `/opt/wefe`. */
  readonly root: string;
}

/**
 * `place-files`: what a server's services mount of a vendor's package, with our own texts over it. Files that are there
 * already are not sent; what an earlier run placed and this one does not is removed. A file that no run placed and that
 * differs is refused before any is sent.
 */
export interface PlaceFilesSpec extends Placement {
  readonly step: "place-files";
  readonly server: Host;
  /** The package, relative to the project, and its checksum. */
  readonly package: { readonly path: string; readonly sha256: string };
  /** Files and folders of the package, each with all below it. */
  readonly sources: readonly string[];
  readonly texts: readonly PlacedText[];
  /** Of all that is placed: what makes the step run again when only the package's content changes. */
  readonly digest: string;
}

/** Contents of the texts that are secret, by the names in the spec. */
export interface PlaceFilesSecrets {
  readonly texts?: Readonly<Record<string, string>>;
}

/** `remove-files`: takes away what `place-files` has placed. */
export interface RemoveFilesSpec extends Placement {
  readonly step: "remove-files";
  readonly server: Host;
}
