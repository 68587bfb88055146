import { type IniSection, iniText } from "./ini.js";
import type { FiscoPlan } from "./types.js";

/** Node ids in the one order that every node's genesis file has; before 2.9 the order was part of the genesis mark. */
export function sortedNodeIds(ids: readonly string[]): string[] {
  return [...ids].sort();
}

/**
 * `group.N.genesis`: block 0, the same on every node, and frozen once a node has started with it.
 * @param ids node ids of the sealers, in any order
 * @param timestampMs milliseconds since 1970, kept in the state: it goes into block 0's header
 */
export function genesisFile(
  { groupId, genesis }: Pick<FiscoPlan, "groupId" | "genesis">,
  ids: readonly string[],
  timestampMs: number,
): string {
  const sealers = sortedNodeIds(ids);
  const nodes: IniSection = sealers.map((id, index) => [`node.${index}`, id]);
  return iniText({
    consensus: [
      ["consensus_type", "pbft"],
      ["max_trans_num", genesis.maxTransactions],
      ["consensus_timeout", genesis.timeoutMs / 1000],
      ["epoch_sealer_num", sealers.length],
      ["epoch_block_num", 1000],
      ...nodes,
    ],
    state: [["type", "storage"]],
    tx: [["gas_limit", genesis.gasLimit]],
    group: [
      ["id", groupId],
      ["timestamp", timestampMs],
    ],
    evm: [["enable_free_storage", false]],
  });
}
