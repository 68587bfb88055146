import type { Finding } from "../../../../config/findings.js";

/** What an overlay changes in a file of the package, for the plan's diff. */
export interface OverlayChange {
  /** Path in the package. */
  readonly file: string;
  /** Key as the file's own kind names it: a property, `location /a/ proxy_pass`, `machines[0].ip`. */
  readonly key: string;
  /** Value as it was; absent where the file did not have the key. */
  readonly from?: string;
  readonly to: string;
}

/** A file of the package as it is placed; the package's own text is kept beside it for the diff. */
export interface Overlaid {
  readonly text: string;
  /** What became different; what has its value already is not among it. */
  readonly changes: readonly OverlayChange[];
  readonly findings: readonly Finding[];
}
