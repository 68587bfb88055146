import { iniText } from "./ini.js";

/**
 * `group.N.ini`: how a node takes part in its group, with build_chain.sh's values. The same on every node, as
 * enable_prepare_with_txsHash and the two of `…_by_tree` must be.
 */
export function groupConfigFile(): string {
  return iniText({
    consensus: [
      ["ttl", 2],
      ["min_block_generation_time", 500],
      ["enable_dynamic_block_size", true],
      ["enable_ttl_optimization", true],
      ["enable_prepare_with_txsHash", true],
    ],
    storage: [
      ["type", "rocksdb"],
      ["binary_log", false],
      ["cached_storage", true],
      ["max_capacity", 32],
      ["max_forward_block", 10],
    ],
    tx_pool: [
      ["limit", 150_000],
      ["memory_limit", 512],
      ["notify_worker_num", 2],
      ["txs_expiration_time", 600],
    ],
    sync: [
      ["max_block_sync_memory_size", 512],
      ["idle_wait_ms", 200],
      ["sync_block_by_tree", true],
      ["send_txs_by_tree", true],
      ["gossip_interval_ms", 1000],
      ["gossip_peers_number", 3],
    ],
    // A key in one of these would switch it on.
    flow_control: [],
    sdk_allowlist: [],
  });
}
