import type { Path } from "../../config/findings.js";
import type { LoadedSettings } from "../../config/load.js";
import type { FabricSettings } from "../../config/schema.js";
import { placementsOf as nodesOf } from "../fisco/placements.js";

/** A service that the user put on a server, and where that stands in the configuration. */
export interface Placement {
  readonly role: "zookeeper" | "kafka" | "orderer" | "peer";
  readonly name: string;
  readonly server: string;
  /** Port the user wrote, if any. */
  readonly port: number | undefined;
  /** Path of the entry below the stack's configuration. */
  readonly path: Path;
}

interface Placed {
  readonly server: string;
  readonly port?: number | undefined;
}

/**
 * Every place where the settings name a server for one service, and for the registry. The sides of a federation are not
 * among them: `wefe-unknown-server` judges those, and their images have archives of their own for each architecture.
 */
export function serversNamed({ fabric, fisco, images }: LoadedSettings): { server: string; path: Path }[] {
  return [
    ...(fabric ? placementsOf(fabric) : []).map(({ server, path }) => ({
      server,
      path: [...path, "server"],
    })),
    ...(fisco ? nodesOf(fisco) : []).map(({ settings, path }) => ({
      server: settings.server,
      path: [...path, "server"],
    })),
    ...(fisco?.console ? [{ server: fisco.console.server, path: ["fisco", "console", "server"] }] : []),
    ...(images.registry ? [{ server: images.registry.server, path: ["images", "registry", "server"] }] : []),
  ];
}

/** Everything that the user placed of a Fabric network, in the order written. */
export function placementsOf({ ordering, organizations }: FabricSettings): Placement[] {
  const of = (role: Placement["role"], base: Path, entries: Readonly<Record<string, Placed>>) =>
    Object.entries(entries).map(
      ([name, { server, port }]): Placement => ({ role, name, server, port, path: [...base, name] }),
    );
  return [
    ...of("zookeeper", ["fabric", "ordering", "zookeeper"], ordering.zookeeper),
    ...of("kafka", ["fabric", "ordering", "kafka"], ordering.kafka),
    ...of("orderer", ["fabric", "ordering", "orderers"], ordering.orderers),
    ...Object.entries(organizations).flatMap(([name, { peers }]) =>
      of("peer", ["fabric", "organizations", name, "peers"], peers),
    ),
  ];
}
