import type { Path } from "../../config/findings.js";
import type { FiscoSettings } from "../../config/fisco/schema.js";
import { byName } from "../names.js";

/** A node as the user placed it, and where that stands in the configuration. */
export interface FiscoPlacement {
  readonly name: string;
  readonly agency: string;
  readonly settings: FiscoSettings["agencies"][string]["nodes"][string];
  /** Path of the entry below the stack's configuration. */
  readonly path: Path;
}

/** Every node of a chain, in the order of names: `node2` before `node10`. */
export function placementsOf({ agencies }: Pick<FiscoSettings, "agencies">): FiscoPlacement[] {
  return Object.entries(agencies)
    .flatMap(([agency, { nodes }]) =>
      Object.entries(nodes).map(
        ([name, settings]): FiscoPlacement => ({
          name,
          agency,
          settings,
          path: ["fisco", "agencies", agency, "nodes", name],
        }),
      ),
    )
    .sort((a, b) => byName(a.name, b.name) || byName(a.agency, b.agency));
}
