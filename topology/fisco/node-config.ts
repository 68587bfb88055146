import { endpoint } from "../endpoint.js";
import { type IniSection, iniText } from "./ini.js";
import type { FiscoNode, FiscoPlan } from "./types.js";

/** How a node writes its log. */
export interface NodeLog {
  readonly level: string;
  /** Size at which a file is closed. */
  readonly maxFileMiB: number;
}

/**
 * A node's `config.ini` with every value written out, so that nothing depends on what a version takes for granted.
 * @param dialled the nodes it dials
 */
export function nodeConfigFile(
  chain: Pick<FiscoPlan, "version" | "chainId" | "sdkCertificate">,
  node: Pick<FiscoNode, "address" | "p2pPort" | "channelPort" | "rpcAddress" | "rpcPort">,
  dialled: readonly Pick<FiscoNode, "address" | "p2pPort">[],
  log: NodeLog,
): string {
  // Known since 2.9.1 (FISCO-BCOS libinitializer/RPCInitializer.cpp).
  const threads: IniSection =
    chain.version === "2.9.0"
      ? []
      : [
          ["channel_thread_count", 8],
          ["jsonrpc_thread_count", 8],
        ];
  const peers: IniSection = dialled.map((peer, index) => [
    `node.${index}`,
    endpoint(peer.address, peer.p2pPort),
  ]);
  return iniText({
    rpc: [
      ["channel_listen_ip", node.address],
      ["channel_listen_port", node.channelPort],
      ["jsonrpc_listen_ip", node.rpcAddress],
      ["jsonrpc_listen_port", node.rpcPort],
      // Groups come from the stack; made by RPC they would be nobody's.
      ["disable_dynamic_group", true],
      ...threads,
    ],
    p2p: [
      ["listen_ip", node.address],
      ["listen_port", node.p2pPort],
      ["peers_param_limit", 10],
      ["max_nodes_limit", 100],
      ["enable_compress", true],
      ...peers,
    ],
    // A key in one of these would switch it on.
    certificate_blacklist: [],
    certificate_whitelist: [],
    group: [
      ["group_data_path", "data/"],
      ["group_config_path", "conf/"],
    ],
    network_security: [
      ["data_path", "conf/"],
      ["key", "node.key"],
      ["cert", "node.crt"],
      ["ca_cert", "ca.crt"],
      ["ca_path", ""],
      ["check_cert_issuer", true],
    ],
    storage_security: [
      ["enable", false],
      ["key_manager_ip", ""],
      ["key_manager_port", ""],
      ["cipher_data_key", ""],
    ],
    chain: [
      ["id", chain.chainId],
      ["sm_crypto", false],
      ["sm_crypto_channel", false],
      ["rsa_crypto_channel", chain.sdkCertificate === "rsa"],
    ],
    compatibility: [["supported_version", chain.version]],
    log: [
      ["enable", true],
      ["log_path", "./log"],
      ["enable_statistic", false],
      ["stat_flush_interval", 60],
      ["level", log.level],
      ["max_log_file_size", log.maxFileMiB],
      ["flush", true],
    ],
    flow_control: [],
  });
}
