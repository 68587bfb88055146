import { createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Issued, issue } from "../testing/certificates.js";
import { configIni, genesis as genesisFile, writeChain } from "../testing/chain.js";
import { nodeIdOf, requireCredentials } from "./certificates.js";
import { contradiction, genesisOf } from "./genesis.js";
import { groupConfig } from "./group-config.js";
import { parseIni } from "./ini.js";
import { readNode } from "./node.js";
import { nodeConfig } from "./node-config.js";

const good = configIni({ ports: { p2p: 30300, channel: 20200, rpc: 8545 } }, [30301]);
const [a, b, c] = ["a", "b", "c"].map((letter) => letter.repeat(128));

test("a file of upstream's shape is read", () => {
  expect(nodeConfig(good)).toMatchObject({
    p2p: { ip: "127.0.0.1", port: 30300 },
    channel: { ip: "127.0.0.1", port: 20200 },
    peers: ["127.0.0.1:30301"],
    chainId: 1,
    channelKeys: "rsa",
    security: { key: "node.key", checkIssuer: true },
    log: { path: "./log", level: "info", maxBytes: 209715200 },
  });
});

test.each([
  [
    "port 1024",
    "listen_port=30300",
    "listen_port=1024",
    "[p2p] listen_port=1024 is not a whole number of 1025 to 65535",
  ],
  ["a key nobody knows", "    id=1", "    id=1\n    name=x", "[chain] name is not known"],
  ["a key of another section", "    id=1", "    id=1\n    level=info", "[chain] level is not known"],
  ["a missing key", "    supported_version=2.9.0", "", "[compatibility] supported_version is missing"],
  ["a section nobody knows", "[log]", "[logs]", "section [logs] is not known"],
  ["a newer version", "=2.9.0", "=2.10.0", "supported_version=2.10.0 is newer than this program, 2.9.1"],
  ["a 3.x version", "=2.9.0", "=3.2.0", "supported_version=3.2.0 is not a version of the 2.x line"],
  [
    "a peer without a port",
    "node.0=127.0.0.1:30301",
    "node.0=127.0.0.1",
    "[p2p] node.0=127.0.0.1 is not host:port",
  ],
  ["guomi", "    sm_crypto=false", "    sm_crypto=true", "[chain] sm_crypto=true is none of false"],
  ["a port twice", "channel_listen_port=20200", "channel_listen_port=8545", "a port is given twice"],
  ["a level nobody knows", "level=info", "level=notice", "[log] level=notice is none of"],
])("config.ini with %s is refused", (_, from, to, message) => {
  expect(() => nodeConfig(good.replace(from, to))).toThrow(message);
});

test("the least port that a node takes is 1025", () => {
  expect(nodeConfig(good.replace("listen_port=30300", "listen_port=1025")).p2p.port).toBe(1025);
});

test("all findings of a file are told at once", () => {
  expect(() =>
    nodeConfig(good.replace("listen_port=30300", "listen_port=1").replace("    id=1", "")),
  ).toThrow(/listen_port=1 is not[\s\S]*\[chain\] id is missing/);
});

test.each([
  ["[a]\nx=1\nx=2", "f:3: x is given twice"],
  ["[a]\n[a]", "f:2: section [a] is given twice"],
  ["x=1", "f:1: x stands before any section"],
  ["[a]\nnonsense", "f:2: neither section, key nor comment: nonsense"],
])("INI %j is refused", (text, message) => {
  expect(() => parseIni("f", text)).toThrow(message);
});

const sealers = [a, b].map(String);

test("the order of nodes and the timestamp are not in a genesis' mark; everything frozen is", () => {
  const of = (text: string) => genesisOf("group.1.genesis", text);
  const first = of(genesisFile(sealers));
  expect(of(genesisFile([...sealers].reverse())).mark).toBe(first.mark);
  const later = of(genesisFile(sealers).replace("timestamp=17", "timestamp=18"));
  expect(later.mark).toBe(first.mark);
  expect(later.hash).not.toBe(first.hash);
  for (const [from, to] of [
    ["gas_limit=3", "gas_limit=4"],
    ["max_trans_num=1000", "max_trans_num=500"],
    ["consensus_timeout=3", "consensus_timeout=4"],
    [`node.1=${b}`, `node.1=${c}`],
    ["enable_free_storage=false", "enable_free_storage=true"],
  ] as const) {
    const other = of(genesisFile(sealers).replace(from, to));
    expect(contradiction(other, first.mark)).toContain("The Genesis Data is inconsistent");
  }
  expect(contradiction(first, first.mark)).toBeUndefined();
  expect(contradiction(first, undefined)).toBeUndefined();
});

test.each([
  [
    "another name",
    "group.2.genesis",
    (text: string) => text,
    "group.2.genesis: [group] id=1 is another group's",
  ],
  [
    "a node twice",
    "group.1.genesis",
    (text: string) => text.replace(`node.1=${b}`, `node.1=${a}`),
    "names node aaaaaaaa... twice",
  ],
  ["no node", "group.1.genesis", (text: string) => text.replaceAll(/node\.\d=.*\n/g, ""), "names no node.0"],
  [
    "a short id",
    "group.1.genesis",
    (text: string) => text.replace(String(b), "bb"),
    "is not a node id of 128 hex digits",
  ],
  [
    "raft",
    "group.1.genesis",
    (text: string) => text.replace("=pbft", "=raft"),
    "consensus_type=raft is none of pbft",
  ],
])("a genesis with %s is refused", (_, name, change, message) => {
  expect(() => genesisOf(name, change(genesisFile(sealers)))).toThrow(message);
});

test("settings on which nodes must agree are told with their defaults", () => {
  expect(groupConfig("group.1.ini", "[sync]\nsend_txs_by_tree=false\n")).toBe(
    "consensus.enable_prepare_with_txsHash=true sync.sync_block_by_tree=true sync.send_txs_by_tree=false",
  );
  expect(() => groupConfig("group.1.ini", "[sdk_allowlist]\npublic_key.0=aa\n")).toThrow(
    "public_key.0 is not known",
  );
});

const day = 86_400_000;
const authority = issue({ commonName: "chain", unit: "chain", kind: "ec", ca: true });
const agency = issue({ commonName: "agency", unit: "agency", kind: "ec", ca: true, issuer: authority });
const leaf = issue({ commonName: "node0", unit: "node", kind: "ec", ca: false, issuer: agency });
const names = { key: "node.key", certificate: "node.crt", authority: "ca.crt" };
const files = { names, key: leaf.keyPem, certificate: leaf.pem + agency.pem, authority: authority.pem };
const plain = issue({ commonName: "agency", unit: "agency", kind: "ec", ca: false, issuer: authority });
const stranger = issue({ commonName: "chain", unit: "chain", kind: "ec", ca: true });
const rsa = issue({ commonName: "node0", unit: "node", kind: "rsa", ca: false, issuer: agency });

test("a chain of node, agency and authority is taken, with and without the authority in the file", () => {
  const now = new Date();
  const found = requireCredentials(files, "ec", now);
  expect(nodeIdOf("x", found.publicKey)).toBe(nodeIdOf("x", createPublicKey(leaf.key)));
  expect(nodeIdOf("x", found.publicKey)).toMatch(/^[0-9a-f]{128}$/);
  requireCredentials({ ...files, certificate: leaf.pem + agency.pem + authority.pem }, "ec", now);
});

test.each([
  ["another's key", { key: agency.keyPem }, 0, "node.key does not belong to node.crt"],
  [
    "no agency",
    { certificate: leaf.pem },
    0,
    "node.crt: CN=node0, OU=node is not signed by CN=chain, OU=chain",
  ],
  ["another chain's authority", { authority: stranger.pem }, 0, "is not signed by CN=chain"],
  ["a leaf as authority", { authority: leaf.pem }, 0, "ca.crt: not a CA"],
  ["an authority not signed by itself", { authority: agency.pem }, 0, "ca.crt: not signed by itself"],
  [
    "an agency that is no CA",
    {
      key: leaf.keyPem,
      certificate:
        issue({ commonName: "node0", unit: "node", kind: "ec", ca: false, issuer: plain, key: leaf.key })
          .pem + plain.pem,
    },
    0,
    "CN=agency, OU=agency is not a CA",
  ],
  [
    "a CA in place of the node",
    { key: agency.keyPem, certificate: agency.pem },
    0,
    "the first certificate is a CA",
  ],
  [
    "an RSA key",
    { key: rsa.keyPem, certificate: rsa.pem + agency.pem },
    0,
    "node.crt: not a key on secp256k1",
  ],
  ["time gone by", {}, 400 * day, "expired at"],
  ["time not come", {}, -3 * day, "is valid from"],
  ["nothing in it", { certificate: "" }, 0, "node.crt: no certificate in it"],
])("credentials with %s are refused", (_, change, shift, message) => {
  expect(() => requireCredentials({ ...files, ...change }, "ec", new Date(Date.now() + shift))).toThrow(
    message,
  );
});

describe("the RSA channel", () => {
  const root = issue({ commonName: "agency", unit: "channel", kind: "rsa", ca: true });
  const of = (basicConstraints: boolean) =>
    issue({ commonName: "sdk", unit: "sdk", kind: "rsa", ca: false, issuer: root, basicConstraints });
  const sdk = (certificate: Issued) => ({
    names,
    key: certificate.keyPem,
    certificate: certificate.pem,
    authority: root.pem,
  });

  test("takes a certificate that says nothing about being a CA", () => {
    requireCredentials(sdk(of(false)), "rsa", new Date());
  });

  test("refuses one that says CA:FALSE, at which a node asks for an EC key", () => {
    expect(() => requireCredentials(sdk(of(true)), "rsa", new Date())).toThrow("expecting an ec key");
  });
});

test.each([
  ["another's node.nodeid", "conf/node.nodeid", `${"0".repeat(128)}\n`, "not the id of conf/node.key"],
  ["a genesis without this node", "conf/group.1.genesis", genesisFile([String(a)]), "is none of its node.N"],
  ["no channel key", "conf/channel_cert/node.key", undefined, "conf/channel_cert/node.key: missing"],
  ["no group.1.ini", "conf/group.1.ini", undefined, "conf/group.1.ini: missing"],
])("a node's folder with %s is refused", async (_, file, text, message) => {
  const chain = await writeChain(mkdtempSync(join(tmpdir(), "stand-in-files-")), [[]]);
  const folder = chain.nodes[0]?.folder ?? "";
  expect(readNode(folder, "config.ini", new Date()).nodeId).toBe(chain.nodes[0]?.id);
  if (text === undefined) rmSync(join(folder, file));
  else writeFileSync(join(folder, file), text);
  expect(() => readNode(folder, "config.ini", new Date())).toThrow(message);
});
