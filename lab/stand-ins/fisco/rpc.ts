import { createServer, type Server } from "node:http";
import { z } from "zod";
import { cnsAddress, decodeCnsCall, encodeStrings } from "./cns.js";
import type { Group } from "./group.js";
import { type Ledger, noSuchContract, transaction } from "./ledger.js";
import { playedVersion } from "./node-config.js";
import type { Session } from "./p2p.js";
import { tolerated } from "./quorum.js";

/** What the methods look at. */
export interface Chain {
  readonly nodeId: string;
  readonly chainId: number;
  readonly supportedVersion: string;
  readonly ledger: Ledger;
  readonly group: Group;
  readonly sessions: () => readonly Session[];
}

/** An error as the node answers it. */
class RpcError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const request = z.object({
  method: z.string(),
  params: z.array(z.unknown()).default([]),
  id: z.union([z.number(), z.string(), z.null()]).default(1),
});
const callArgument = z.object({ to: z.string(), data: z.string().default("0x") });

const hex = (value: number) => `0x${value.toString(16)}`;

type Method = (chain: Chain, params: readonly unknown[]) => unknown;

/** Methods without a group as first parameter. */
const ofNode: Readonly<Record<string, Method>> = {
  getClientVersion: (chain) => ({
    "Build Time": "",
    "Build Type": "stand-in",
    "Chain Id": String(chain.chainId),
    "FISCO-BCOS Version": `${playedVersion}-stand-in`,
    "Git Branch": "",
    "Git Commit Hash": "",
    "Supported Version": chain.supportedVersion,
  }),
  getGroupList: (chain) => [chain.ledger.genesis.groupId],
};

/** Methods on a group; its number is the first parameter and is checked before. */
const ofGroup: Readonly<Record<string, Method>> = {
  getBlockNumber: ({ ledger }) => hex(ledger.tip.number),
  getPbftView: ({ group }) => hex(group.view),
  getSealerList: ({ ledger }) => ledger.genesis.sealers,
  getObserverList: () => [],
  getNodeIDList: (chain) => [chain.nodeId, ...chain.sessions().map(({ id }) => id)],
  getGroupPeers: ({ ledger }) => ledger.genesis.sealers,
  getPeers: (chain) =>
    chain.sessions().map(({ id, endpoint, agency, node }) => ({
      Agency: agency,
      IPAndPort: endpoint,
      Node: node,
      NodeID: id,
      Topic: [],
    })),
  getSyncStatus,
  getConsensusStatus,
  getPendingTxSize: ({ group }) => hex(group.waiting),
  getBlockHashByNumber: ({ ledger }, [wanted]) => {
    const number = Number(wanted);
    if (number === 0) return ledger.genesis.hash;
    const found = Number.isInteger(number) ? ledger.from(number, 1)[0] : undefined;
    if (!found) throw new RpcError(-40005, "BlockNumber does not exist");
    return found.hash;
  },
  getTotalTransactionCount: ({ ledger }) => ({
    blockNumber: hex(ledger.tip.number),
    failedTxSum: "0x0",
    txSum: hex(ledger.from(1, ledger.tip.number).reduce((sum, block) => sum + block.transactions.length, 0)),
  }),
  sendRawTransaction: ({ group }, [raw]) => {
    const read = transaction.safeParse(parsed(Buffer.from(String(raw).slice(2), "hex").toString("utf8")));
    if (!read.success)
      throw new RpcError(-40009, "Invalid transaction: the stand-in takes its own SDK's only");
    return group.submit(read.data);
  },
  getTransactionReceipt: ({ ledger }, [hash]) => {
    const receipt = ledger.receipt(String(hash));
    return receipt ? { ...receipt, blockNumber: hex(receipt.blockNumber) } : null;
  },
  call: (chain, [argument]) => {
    const { to, data } = callArgument.parse(argument);
    const currentBlockNumber = hex(chain.ledger.tip.number);
    if (to.toLowerCase() !== cnsAddress)
      return { currentBlockNumber, output: "0x", status: chain.ledger.has(to) ? "0x0" : noSuchContract };
    const call = decodeCnsCall(data);
    if (call === undefined || call.method === "insert")
      return { currentBlockNumber, output: "0x", status: "0x0" };
    const found = chain.ledger.names(
      call.name,
      call.method === "byNameAndVersion" ? call.version : undefined,
    );
    return { currentBlockNumber, output: `0x${encodeStrings([JSON.stringify(found)])}`, status: "0x0" };
  },
};

function getSyncStatus({ nodeId, ledger, group }: Chain) {
  const { number, hash } = ledger.tip;
  const peers = [...group.peers].map(([id, peer]) => ({
    blockNumber: peer.number,
    genesisHash: ledger.genesis.hash,
    latestHash: peer.hash,
    nodeId: id,
  }));
  const highest = Math.max(number, ...peers.map(({ blockNumber }) => blockNumber));
  return {
    blockNumber: number,
    genesisHash: ledger.genesis.hash,
    isSyncing: highest > number,
    knownHighestNumber: highest,
    knownLatestHash: peers.find(({ blockNumber }) => blockNumber === highest)?.latestHash ?? hash,
    latestHash: hash,
    nodeId,
    peers,
    protocolId: 65545,
    txPoolSize: String(group.waiting),
  };
}

function getConsensusStatus({ nodeId, ledger, group }: Chain) {
  const { sealers, groupId } = ledger.genesis;
  const { number, hash } = ledger.tip;
  const live = group.liveSealers;
  const stuck = live.length < sealers.length - tolerated(sealers.length);
  return [
    {
      accountType: sealers.includes(nodeId) ? 1 : 0,
      allowFutureBlocks: true,
      cfgErr: false,
      connectedNodes: group.peers.size,
      consensusedBlockNumber: number + 1,
      currentView: group.view,
      groupId,
      highestblockHash: hash,
      highestblockNumber: number,
      leaderFailed: stuck,
      max_faulty_leader: tolerated(sealers.length),
      nodeId,
      nodeNum: sealers.length,
      node_index: sealers.indexOf(nodeId),
      omitEmptyBlock: true,
      protocolId: 65544,
      ...Object.fromEntries(sealers.map((id, index) => [`sealer.${index}`, id])),
      toView: stuck ? group.view + 1 : group.view,
    },
    live.map((id) => ({ nodeId: id, view: id === nodeId ? group.view : (group.peers.get(id)?.view ?? 0) })),
  ];
}

/** Answers one JSON-RPC request of a client, whatever it sent. */
export function answer(chain: Chain, text: string): string {
  const read = request.safeParse(parsed(text));
  const id = read.success ? read.data.id : null;
  try {
    if (!read.success) throw new RpcError(-32700, "JSON_PARSE_ERROR: The JSON-Object is not JSON-Valid");
    const { method, params } = read.data;
    const plain = Object.hasOwn(ofNode, method) ? ofNode[method] : undefined;
    if (plain) return JSON.stringify({ id, jsonrpc: "2.0", result: plain(chain, params) });
    const inGroup = Object.hasOwn(ofGroup, method) ? ofGroup[method] : undefined;
    if (!inGroup)
      throw new RpcError(
        -32601,
        "METHOD_NOT_FOUND: The method being requested is not available on this server",
      );
    const [group, ...rest] = params;
    if (group !== chain.ledger.genesis.groupId) throw new RpcError(-40001, "GroupID does not exist");
    return JSON.stringify({ id, jsonrpc: "2.0", result: inGroup(chain, rest) });
  } catch (error) {
    const known = error instanceof RpcError ? error : new RpcError(-32602, "INVALID_PARAMS");
    return JSON.stringify({ error: { code: known.code, message: known.message }, id, jsonrpc: "2.0" });
  }
}

/** The JSON-RPC port: plain HTTP, POST on any path. */
export function rpcServer(chain: Chain, log: (line: string) => void): Server {
  return createServer((incoming, outgoing) => {
    const pieces: Buffer[] = [];
    incoming.on("data", (piece: Buffer) => pieces.push(piece));
    incoming.on("end", () => {
      const text = Buffer.concat(pieces).toString("utf8");
      log(`[RPC][${/"method"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? "?"}]request`);
      const body = incoming.method === "POST" ? answer(chain, text) : "";
      outgoing.writeHead(incoming.method === "POST" ? 200 : 405, { "content-type": "application/json" });
      outgoing.end(body);
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
