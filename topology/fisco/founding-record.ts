import type { FiscoPlan } from "./types.js";

/** What a chain was founded with and what its data now depends on; kept beside the keys, so a change shows in the preview. */
export interface FiscoFounding {
  /** `supported_version`, which must never change. */
  readonly version: string;
  readonly chainId: number;
  readonly groupId: number;
  readonly genesis: FiscoPlan["genesis"];
  /** Each node with where it stands and who it is. */
  readonly nodes: Readonly<Record<string, FoundedNode>>;
}

/** A node as it was founded. */
export interface FoundedNode {
  readonly agency: string;
  readonly server: string;
  /** Its public key, 128 hex digits; stands in block 0. */
  readonly id: string;
}

/** What a stack file asks for; a node's key, and with it its id, may not be made yet. */
export interface WantedFounding extends Omit<FiscoFounding, "nodes"> {
  readonly nodes: Readonly<Record<string, Omit<FoundedNode, "id"> & { readonly id?: string }>>;
}

/** What a plan asks for, as far as it is known before any key is made. */
export function wantedFounding({ version, chainId, groupId, genesis, nodes }: FiscoPlan): WantedFounding {
  return {
    version,
    chainId,
    groupId,
    genesis,
    nodes: Object.fromEntries(nodes.map(({ name, agency, server }) => [name, { agency, server }])),
  };
}

/** The record: what a plan asks for with the identities that its keys gave. */
export function withIds(
  { nodes, ...wanted }: WantedFounding,
  ids: Readonly<Record<string, string>>,
): FiscoFounding {
  return {
    ...wanted,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => {
        const id = ids[name];
        if (id === undefined) throw new Error(`node ${name} has no id`);
        return [name, { ...node, id }];
      }),
    ),
  };
}
