import type { FabricSettings } from "../../config/fabric/schema.js";
import type { Path } from "../../config/findings.js";

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
