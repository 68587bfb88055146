import { sha256 } from "../../../topology/sha256.js";
import { type Ini, parseIni } from "./ini.js";
import {
  flag,
  nodeId,
  numbered,
  oneOf,
  optional,
  required,
  requireSettings,
  type Settings,
  setting,
  whole,
} from "./settings.js";

/** Keys of group.N.genesis. Consensus and state types beyond these are known upstream and not played. */
const settings: Settings = {
  consensus: {
    consensus_type: required(oneOf("pbft")),
    max_trans_num: required(whole(1)),
    consensus_timeout: required(whole(3)),
    epoch_sealer_num: optional(whole(1)),
    epoch_block_num: optional(whole(1)),
    "node.N": optional(nodeId),
  },
  state: { type: required(oneOf("storage")) },
  tx: { gas_limit: required(whole(1)) },
  group: { id: required(whole(1, 32767)), timestamp: required(whole(1)) },
  evm: { enable_free_storage: optional(flag) },
};

/** A group's first block as its file describes it. */
export interface Genesis {
  readonly groupId: number;
  /** Node ids that may seal, sorted: the index of a node is its place here. */
  readonly sealers: readonly string[];
  readonly maxTransactions: number;
  readonly timeoutSeconds: number;
  /** What a node notes at its first start and compares at every later one. The timestamp is not in it. */
  readonly mark: string;
  /** Hash of block 0; the timestamp is in it. */
  readonly hash: string;
}

/** Reads group.N.genesis. @throws Error with every finding, one a line */
export function genesisOf(name: string, file: string): Genesis {
  const ini = parseIni(name, file);
  requireSettings(name, ini, settings);
  const sealers = numbered(ini, "consensus", "node");
  if (sealers.length === 0) throw new Error(`${name}: [consensus] names no node.0`);
  const twice = sealers.find((id, index) => sealers.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`${name}: [consensus] names node ${short(twice)} twice`);
  const groupId = Number(setting(ini, "group", "id"));
  if (name !== `group.${groupId}.genesis`)
    throw new Error(`${name}: [group] id=${groupId} is another group's`);
  const mark = markOf(ini, [...sealers].sort());
  return {
    groupId,
    sealers: [...sealers].sort(),
    maxTransactions: Number(setting(ini, "consensus", "max_trans_num")),
    timeoutSeconds: Number(setting(ini, "consensus", "consensus_timeout")),
    mark,
    hash: `0x${sha256(`${mark} ${setting(ini, "group", "timestamp")}`)}`,
  };
}

/** Group, nodes, consensus, state, EVM flags, limits: all that must never change (libledger). */
function markOf(ini: Ini, sealers: readonly string[]): string {
  return [
    setting(ini, "group", "id"),
    sealers.join(","),
    setting(ini, "consensus", "consensus_type"),
    setting(ini, "state", "type"),
    setting(ini, "evm", "enable_free_storage", "false"),
    setting(ini, "consensus", "max_trans_num"),
    setting(ini, "tx", "gas_limit"),
    setting(ini, "consensus", "consensus_timeout"),
  ].join("-");
}

/** What is wrong with a genesis against the mark of an earlier start; undefined where there was none. */
export function contradiction(genesis: Genesis, noted: string | undefined): string | undefined {
  if (noted === undefined || noted === genesis.mark) return undefined;
  return (
    `The Genesis Data is inconsistent with the initial Genesis Data: group.${genesis.groupId}.genesis was changed after ` +
    `the first start\n  first start: ${noted}\n  now:         ${genesis.mark}`
  );
}

/** A node id as log lines show it. */
export function short(id: string): string {
  return `${id.slice(0, 8)}...`;
}
