import { parseIni } from "./ini.js";
import { flag, oneOf, optional, requireSettings, type Settings, whole } from "./settings.js";

/** Keys of group.N.ini. All have defaults. */
const settings: Settings = {
  consensus: {
    ttl: optional(whole(1, 255)),
    min_block_generation_time: optional(whole(0, 60000)),
    enable_dynamic_block_size: optional(flag),
    enable_ttl_optimization: optional(flag),
    enable_prepare_with_txsHash: optional(flag),
  },
  storage: {
    type: optional(oneOf("rocksdb")),
    max_capacity: optional(whole(1)),
    max_forward_block: optional(whole(1)),
    binary_log: optional(flag),
    cached_storage: optional(flag),
  },
  tx_pool: {
    limit: optional(whole(1)),
    memory_limit: optional(whole(1)),
    notify_worker_num: optional(whole(1, 1000)),
    txs_expiration_time: optional(whole(1)),
  },
  sync: {
    max_block_sync_memory_size: optional(whole(32)),
    idle_wait_ms: optional(whole(1)),
    sync_block_by_tree: optional(flag),
    send_txs_by_tree: optional(flag),
    gossip_interval_ms: optional(whole(1)),
    gossip_peers_number: optional(whole(1)),
  },
  flow_control: { limit_req: optional(whole(1)), outgoing_bandwidth_limit: optional(whole(1)) },
  // Upstream takes public_key.N here; the stand-in does not play it, and says so rather than let everyone in.
  sdk_allowlist: {},
};

/** Settings of group.N.ini that all nodes of a group must have alike. */
const alike = [
  ["consensus", "enable_prepare_with_txsHash", "true"],
  ["sync", "sync_block_by_tree", "true"],
  ["sync", "send_txs_by_tree", "true"],
] as const;

/**
 * Checks group.N.ini.
 * @returns the settings on which nodes must agree, as one text to compare
 * @throws Error with every finding, one a line
 */
export function groupConfig(name: string, file: string): string {
  const ini = parseIni(name, file);
  requireSettings(name, ini, settings);
  return alike
    .map(([section, key, otherwise]) => `${section}.${key}=${ini.get(section)?.get(key) ?? otherwise}`)
    .join(" ");
}
