import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { dockerSocket } from "../../hosts/docker/container.js";
import type { Link } from "../../hosts/ssh/index.js";
import type { SealerHealth } from "../../topology/fisco/quorum/consensus.js";
import { observe } from "../gates/observe.js";
import type { GateMember } from "../specs.js";

const idOf = (letter: string) => letter.repeat(128);
const sealers = ["a", "b", "c", "d"].map(idOf);

/** What a look finds of node `a`: its container's state, and what its JSON-RPC says where it answers. */
interface Look {
  readonly status?: "running" | "exited";
  readonly says?: { readonly height: number; readonly view: number; readonly peers?: readonly string[] };
}

function result(method: string, { height, view, peers = sealers.slice(1) }: Look["says"] & {}): unknown {
  const hex = (value: number) => `0x${value.toString(16)}`;
  switch (method) {
    case "getClientVersion":
      return { "FISCO-BCOS Version": "2.9.1", "Supported Version": "2.9.1" };
    case "getBlockNumber":
      return hex(height);
    case "getPbftView":
      return hex(view);
    case "getSealerList":
      return sealers;
    case "getPeers":
      return peers.map((NodeID) => ({ NodeID }));
    default:
      return { nodeId: idOf("a"), genesisHash: "0".repeat(64), blockNumber: height };
  }
}

/** A connection on which one request gets one answer over HTTP. */
function answering(answer: (request: string) => unknown): Duplex {
  return new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      this.push(`HTTP/1.0 200 OK\r\n\r\n${JSON.stringify(answer(chunk.toString()))}`);
      this.push(null);
      done();
    },
  });
}

/** A server whose Docker and whose node answer as the look has it. */
function linkOf({ status = "running", says }: Look): Link {
  const state = { Status: status, ExitCode: 0, Running: status === "running" };
  return {
    connectUnix: async (path: string) => {
      expect(path).toBe(dockerSocket);
      return answering(() => ({ State: state, RestartCount: 0, Config: { Labels: null } }));
    },
    connectTcp: async () => {
      if (!says) throw new Error("connection refused");
      return answering((request) => {
        const { method } = JSON.parse(request.slice(request.indexOf("\r\n\r\n"))) as { method: string };
        return { id: 1, jsonrpc: "2.0", result: result(method, says) };
      });
    },
  } as unknown as Link;
}

let nodes = 0;

/** A node that no other test has asked. */
function node(): GateMember {
  nodes += 1;
  return {
    name: "node0",
    container: `prod-node${nodes}`,
    server: {
      name: "f1",
      address: "10.0.0.1",
      ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" },
    },
    host: "node0",
    port: 20_200,
    operations: { host: "127.0.0.1", port: 8545 },
    id: 1,
    volumes: [],
  };
}

async function look(member: GateMember, seen: Look) {
  const health = await observe({ kind: "sealer", members: [member] }, { to: async () => linkOf(seen) });
  return (health as SealerHealth).members.node0;
}

const at = (height: number, view: number): Look => ({ says: { height, view } });
const silent: Look = {};
const stopped: Look = { status: "exited" };

test.each<{ what: string; looks: readonly Look[]; moving: boolean | undefined }>([
  { what: "the first look cannot tell", looks: [at(5, 340)], moving: false },
  { what: "neither height nor view", looks: [at(5, 340), at(5, 340)], moving: false },
  { what: "the view climbs", looks: [at(5, 340), at(5, 341)], moving: true },
  { what: "a block came", looks: [at(5, 340), at(6, 340)], moving: true },
  { what: "it moved once since the first look", looks: [at(5, 340), at(5, 341), at(5, 341)], moving: true },
  { what: "started again, its view begins anew", looks: [at(5, 340), at(5, 0)], moving: false },
  { what: "started again, and moves", looks: [at(5, 340), at(5, 0), at(5, 1)], moving: true },
  { what: "it was silent in between", looks: [at(5, 340), silent, at(5, 350)], moving: false },
  { what: "it did not run in between", looks: [at(5, 340), stopped, at(5, 350)], moving: false },
  { what: "it does not answer", looks: [at(5, 340), silent], moving: undefined },
])("whether a sealer moves: $what: $moving", async ({ looks, moving }) => {
  const member = node();
  let last: Awaited<ReturnType<typeof look>>;
  for (const one of looks) last = await look(member, one);
  expect(last?.moving).toBe(moving);
});

test.each([
  { peers: ["b", "c", "d"], connected: 3 },
  { peers: ["b"], connected: 1 },
  { peers: ["b", "e"], connected: 1 },
  { peers: [], connected: 0 },
])("connected to $peers, of whom b, c and d seal, it counts $connected", async ({ peers, connected }) => {
  const answer = await look(node(), { says: { height: 5, view: 1, peers: peers.map(idOf) } });
  expect(answer).toMatchObject({ connected, heights: { "group 1": 5 } });
});
