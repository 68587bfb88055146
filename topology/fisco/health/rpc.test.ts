import { describe, expect, test } from "vitest";
import { answersOf, type Method, requestBody, resultOf } from "./rpc.js";

const id = "ab".repeat(64);
const other = "cd".repeat(64);
const hash = "4765a126a9de8d876b87f01119208be507ec28495bef09c1e30a8ab240cf00f2";
const reply = (result: unknown) => JSON.stringify({ id: 1, jsonrpc: "2.0", result });

/** As a node of 2.9.1 writes them (librpc/Rpc.cpp, libsync/SyncMaster.cpp; docs, api.md). */
const responses: Readonly<Record<Method, string>> = {
  getClientVersion: reply({
    "Build Time": "20210922 10:13:53",
    "Build Type": "Linux/clang/Release",
    "Chain Id": "1",
    "FISCO-BCOS Version": "2.9.1",
    "Git Branch": "HEAD",
    "Git Commit Hash": "53f2b3cbc5b9e8bdf3e38a3ab0b2e4a6dc1b4e2c",
    "Supported Version": "2.9.1",
  }),
  getBlockNumber: reply("0x25"),
  getPbftView: reply("0x155"),
  getSealerList: reply([id, other]),
  getPeers: reply([
    { Agency: "union", IPAndPort: "10.0.0.2:30300", Node: "node1", NodeID: other, Topic: [] },
  ]),
  getSyncStatus: reply({
    blockNumber: 37,
    genesisHash: hash,
    isSyncing: false,
    knownHighestNumber: 37,
    knownLatestHash: hash,
    latestHash: hash,
    nodeId: id,
    peers: [{ blockNumber: 37, genesisHash: hash, latestHash: hash, nodeId: other }],
    protocolId: 65_545,
    txPoolSize: "0",
  }),
};

test("requests as the node's own scripts send them", () => {
  expect(requestBody("getBlockNumber", 1)).toBe(
    '{"jsonrpc":"2.0","method":"getBlockNumber","params":[1],"id":1}',
  );
  expect(requestBody("getClientVersion", 1)).toBe(
    '{"jsonrpc":"2.0","method":"getClientVersion","params":[],"id":1}',
  );
});

test("what a node says of itself", () => {
  expect(answersOf(responses)).toEqual({
    nodeId: id,
    version: "2.9.1",
    supportedVersion: "2.9.1",
    height: 37,
    view: 341,
    sealers: [id, other],
    peers: [other],
    genesisHash: hash,
  });
});

test("a hash with 0x, as the documentation shows it, is the same hash", () => {
  const sync = { nodeId: id, genesisHash: `0x${hash}`, isSyncing: true, blockNumber: 0 };
  expect(resultOf("getSyncStatus", reply(sync)).genesisHash).toBe(hash);
});

test("the first block is 0x0", () => {
  expect(resultOf("getBlockNumber", reply("0x0"))).toBe(0);
});

describe("anything else is no answer", () => {
  test.each<{ method: Method; response: string; says: string }>([
    { method: "getBlockNumber", response: "", says: "getBlockNumber: not JSON: nothing" },
    { method: "getBlockNumber", response: "<html>", says: "getBlockNumber: not JSON: <html>" },
    { method: "getBlockNumber", response: "{}", says: "getBlockNumber: not a JSON-RPC response: {}" },
    { method: "getBlockNumber", response: '"0x1"', says: 'getBlockNumber: not a JSON-RPC response: "0x1"' },
    {
      method: "getBlockNumber",
      response: JSON.stringify({
        id: 1,
        jsonrpc: "2.0",
        error: { code: -40_001, data: null, message: "GroupID does not exist" },
      }),
      says: "getBlockNumber: GroupID does not exist (-40001)",
    },
    {
      method: "getPbftView",
      response: JSON.stringify({
        error: { code: -40_010, message: "RPC module initialization is incomplete" },
        id: 1,
        jsonrpc: "2.0",
      }),
      says: "getPbftView: RPC module initialization is incomplete (-40010)",
    },
    { method: "getBlockNumber", response: reply(37), says: "getBlockNumber: result: Invalid input" },
    {
      method: "getBlockNumber",
      response: reply("37"),
      says: "getBlockNumber: result: not a hexadecimal number",
    },
    {
      method: "getBlockNumber",
      response: reply("0x"),
      says: "getBlockNumber: result: not a hexadecimal number",
    },
    {
      method: "getBlockNumber",
      response: reply("0xffffffffffffffff"),
      says: "getBlockNumber: result: not a hexadecimal number",
    },
    { method: "getSealerList", response: reply(["ab"]), says: "getSealerList: result.0: not a node id" },
    { method: "getSealerList", response: reply({}), says: "getSealerList: result: Invalid input" },
    { method: "getPeers", response: reply([{}]), says: "getPeers: result.0.NodeID: Invalid input" },
    {
      method: "getSyncStatus",
      response: reply({ nodeId: id, genesisHash: "1", isSyncing: false, blockNumber: 0 }),
      says: "getSyncStatus: result.genesisHash: not a hash",
    },
    // 3.x writes a text that holds JSON.
    { method: "getSyncStatus", response: reply("{}"), says: "getSyncStatus: result: Invalid input" },
  ])("$method: $response", ({ method, response, says }) => {
    expect(() => resultOf(method, response)).toThrow(says);
  });
});
