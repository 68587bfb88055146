import { parseIni } from "./ini.js";
import { type Level, levels } from "./log.js";
import {
  address,
  anything,
  endpoint,
  flag,
  nodeId,
  numbered,
  oneOf,
  optional,
  port,
  required,
  requireSettings,
  type Settings,
  setting,
  text,
  whole,
} from "./settings.js";

/** What the stand-in plays. */
export const playedVersion = "2.9.1";

/** Keys of config.ini as 2.9 knows them (FISCO-BCOS tools/build_chain.sh; `*_thread_count` since 2.9.1). */
const settings: Settings = {
  rpc: {
    channel_listen_ip: required(address),
    channel_listen_port: required(port),
    jsonrpc_listen_ip: required(address),
    jsonrpc_listen_port: required(port),
    disable_dynamic_group: optional(flag),
    channel_thread_count: optional(whole(1, 1000)),
    jsonrpc_thread_count: optional(whole(1, 1000)),
  },
  p2p: {
    listen_ip: required(address),
    listen_port: required(port),
    "node.N": optional(endpoint),
    peers_param_limit: optional(whole(1, 10000)),
    max_nodes_limit: optional(whole(1, 10000)),
    enable_compress: optional(flag),
  },
  certificate_blacklist: { "crl.N": optional(nodeId) },
  certificate_whitelist: { "cal.N": optional(nodeId) },
  group: { group_data_path: required(text), group_config_path: required(text) },
  network_security: {
    data_path: optional(text),
    key: required(text),
    cert: required(text),
    ca_cert: required(text),
    ca_path: optional(anything),
    check_cert_issuer: optional(flag),
  },
  storage_security: {
    enable: optional(oneOf("false")),
    key_manager_ip: optional(anything),
    key_manager_port: optional(anything),
    cipher_data_key: optional(anything),
  },
  chain: {
    id: required(whole(1, 2 ** 31)),
    sm_crypto: optional(oneOf("false")),
    sm_crypto_channel: optional(oneOf("false")),
    rsa_crypto_channel: optional(flag),
  },
  compatibility: { supported_version: required(notNewer) },
  log: {
    enable: optional(flag),
    log_path: required(text),
    level: required(oneOf(...levels)),
    max_log_file_size: optional(whole(1, 100000)),
    flush: optional(flag),
    enable_statistic: optional(flag),
    stat_flush_interval: optional(whole(1, 86400)),
  },
  flow_control: { limit_req: optional(whole(1)), outgoing_bandwidth_limit: optional(whole(1)) },
};

/** config.ini, as far as the stand-in acts on it. Paths are as written, relative to the node's folder. */
export interface NodeConfig {
  readonly channel: { readonly ip: string; readonly port: number };
  readonly rpc: { readonly ip: string; readonly port: number };
  readonly p2p: { readonly ip: string; readonly port: number };
  /** `host:port` of the nodes this one dials. */
  readonly peers: readonly string[];
  readonly maxNodes: number;
  /** Node ids that are turned away. */
  readonly blacklist: readonly string[];
  /** Node ids that alone may connect; empty: all. */
  readonly whitelist: readonly string[];
  readonly dataPath: string;
  readonly groupPath: string;
  readonly security: {
    readonly path: string;
    readonly key: string;
    readonly certificate: string;
    readonly authority: string;
    /** An SDK's certificate must come from the node's own agency. */
    readonly checkIssuer: boolean;
  };
  readonly chainId: number;
  /** The SDK channel's kind of certificates. */
  readonly channelKeys: "rsa" | "ec";
  readonly supportedVersion: string;
  readonly log: { readonly path: string; readonly level: Level; readonly maxBytes: number };
}

/** Reads config.ini. @throws Error with every finding, one a line */
export function nodeConfig(file: string): NodeConfig {
  const ini = parseIni("config.ini", file);
  requireSettings("config.ini", ini, settings);
  const value = (section: string, key: string, otherwise?: string) => setting(ini, section, key, otherwise);
  const listener = (section: string, prefix: string) => ({
    ip: value(section, `${prefix}listen_ip`),
    port: Number(value(section, `${prefix}listen_port`)),
  });
  const config = {
    channel: listener("rpc", "channel_"),
    rpc: listener("rpc", "jsonrpc_"),
    p2p: listener("p2p", ""),
    peers: numbered(ini, "p2p", "node"),
    maxNodes: Number(value("p2p", "max_nodes_limit", "100")),
    blacklist: numbered(ini, "certificate_blacklist", "crl"),
    whitelist: numbered(ini, "certificate_whitelist", "cal"),
    dataPath: value("group", "group_data_path"),
    groupPath: value("group", "group_config_path"),
    security: {
      path: value("network_security", "data_path", "conf/"),
      key: value("network_security", "key"),
      certificate: value("network_security", "cert"),
      authority: value("network_security", "ca_cert"),
      checkIssuer: value("network_security", "check_cert_issuer", "true") === "true",
    },
    chainId: Number(value("chain", "id")),
    channelKeys: value("chain", "rsa_crypto_channel", "true") === "true" ? "rsa" : "ec",
    supportedVersion: value("compatibility", "supported_version"),
    log: {
      path: value("log", "log_path"),
      level: levels.find((level) => level === value("log", "level")) ?? "info",
      maxBytes: Number(value("log", "max_log_file_size", "200")) * 1024 ** 2,
    },
  } as const satisfies NodeConfig;
  const ports = [config.channel.port, config.rpc.port, config.p2p.port];
  if (new Set(ports).size !== ports.length)
    throw new Error(`config.ini: a port is given twice: ${ports.join(", ")}`);
  return config;
}

function notNewer(value: string): string | undefined {
  const parts = (version: string) => version.split(".").map(Number);
  if (!/^2\.\d{1,2}\.\d{1,2}$/.test(value)) return "is not a version of the 2.x line";
  const [, minor = 0, patch = 0] = parts(value);
  const [, ownMinor = 0, ownPatch = 0] = parts(playedVersion);
  const newer = minor > ownMinor || (minor === ownMinor && patch > ownPatch);
  return newer ? `is newer than this program, ${playedVersion}` : undefined;
}
