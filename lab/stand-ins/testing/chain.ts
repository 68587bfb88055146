/** Folders of small chains for tests, laid out as upstream's build_chain.sh lays them out. */
import { createPublicKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { nodeIdOf } from "../fisco/certificates.js";
import { type Issued, issue, type Wanted } from "./certificates.js";

/** One node of a test chain. */
export interface TestNode {
  readonly folder: string;
  readonly id: string;
  readonly ports: { readonly p2p: number; readonly channel: number; readonly rpc: number };
}

/** A chain of one agency `agencyA` on loopback. */
export interface TestChain {
  readonly nodes: readonly TestNode[];
  /** Folder with ca.crt, sdk.crt and sdk.key of agencyA. */
  readonly sdk: string;
  /** The same of another agency of the chain. */
  readonly foreignSdk: string;
  /** As `sdk`, with a certificate that says CA:FALSE. */
  readonly leafSdk: string;
}

const base = 1_700_000_000_000;

/**
 * Writes a chain's folders.
 * @param links for each node, the indexes of the nodes it dials
 */
export async function writeChain(
  root: string,
  links: readonly (readonly number[])[],
  channel: "rsa" | "ec" = "rsa",
): Promise<TestChain> {
  const authority = issue({ commonName: "chain", unit: "chain", kind: "ec", ca: true });
  const agency = issue({ commonName: "agencyA", unit: "agency", kind: "ec", ca: true, issuer: authority });
  const other = issue({ commonName: "agencyB", unit: "agency", kind: "ec", ca: true, issuer: authority });
  const channelAuthority = issue({ commonName: "agencyA", unit: "channel", kind: "rsa", ca: true });
  const otherChannel = issue({ commonName: "agencyB", unit: "channel", kind: "rsa", ca: true });
  const keys = links.map((_, index) =>
    issue({ commonName: `node${index}`, unit: "node", kind: "ec", ca: false, issuer: agency }),
  );
  const ids = keys.map(({ key }) => nodeIdOf("test", createPublicKey(key)));
  const ports = await freePorts(links.length * 3);
  const nodes = keys.map((_, index): TestNode => {
    const [p2p = 0, channelPort = 0, rpc = 0] = ports.slice(index * 3);
    return {
      folder: join(root, `node${index}`),
      id: ids[index] ?? "",
      ports: { p2p, channel: channelPort, rpc },
    };
  });
  for (const [index, node] of nodes.entries()) {
    const own = keys[index];
    if (!own) continue;
    write(
      node.folder,
      "config.ini",
      configIni(node, links[index]?.map((to) => nodes[to]?.ports.p2p ?? 0) ?? [], channel),
    );
    write(node.folder, "conf/group.1.genesis", genesis(ids));
    write(node.folder, "conf/group.1.ini", "[storage]\ntype=rocksdb\n[tx_pool]\nlimit=150000\n");
    write(node.folder, "conf/ca.crt", authority.pem);
    write(node.folder, "conf/node.crt", own.pem + agency.pem);
    write(node.folder, "conf/node.key", own.keyPem);
    write(node.folder, "conf/node.nodeid", `${node.id}\n`);
    if (channel === "ec") continue;
    const leaf = issue({
      commonName: `node${index}`,
      unit: "node",
      kind: "rsa",
      ca: false,
      issuer: channelAuthority,
    });
    write(node.folder, "conf/channel_cert/ca.crt", channelAuthority.pem);
    write(node.folder, "conf/channel_cert/node.crt", leaf.pem);
    write(node.folder, "conf/channel_cert/node.key", leaf.keyPem);
  }
  const [sdk, foreignSdk, leafSdk] = [join(root, "sdk"), join(root, "foreign-sdk"), join(root, "leaf-sdk")];
  const ownSdk = [
    channel === "rsa" ? channelAuthority : agency,
    channel === "rsa" ? channelAuthority : authority,
  ] as const;
  writeSdk(sdk, { kind: channel }, ...ownSdk);
  writeSdk(leafSdk, { kind: channel, basicConstraints: true }, ...ownSdk);
  writeSdk(
    foreignSdk,
    { kind: channel },
    channel === "rsa" ? otherChannel : other,
    channel === "rsa" ? channelAuthority : authority,
  );
  return { nodes, sdk, foreignSdk, leafSdk };
}

function writeSdk(
  folder: string,
  wanted: Pick<Wanted, "kind" | "basicConstraints">,
  issuer: Issued,
  root: Issued,
): void {
  const leaf = issue({ commonName: "sdk", unit: "sdk", ca: false, issuer, ...wanted });
  write(folder, "ca.crt", root.pem);
  write(folder, "sdk.crt", leaf.pem + (issuer === root ? "" : issuer.pem));
  write(folder, "sdk.key", leaf.keyPem);
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

/** A config.ini that the stand-in takes. */
export function configIni(
  node: Pick<TestNode, "ports">,
  peers: readonly number[],
  channel: "rsa" | "ec" = "rsa",
): string {
  const { p2p, channel: channelPort, rpc } = node.ports;
  return `[rpc]
    channel_listen_ip=127.0.0.1
    channel_listen_port=${channelPort}
    jsonrpc_listen_ip=127.0.0.1
    jsonrpc_listen_port=${rpc}
    disable_dynamic_group=false
[p2p]
    listen_ip=127.0.0.1
    listen_port=${p2p}
${peers.map((port, index) => `    node.${index}=127.0.0.1:${port}\n`).join("")}
[certificate_blacklist]
    ; crl.0=
[certificate_whitelist]
[group]
    group_data_path=data/
    group_config_path=conf/
[network_security]
    data_path=conf/
    key=node.key
    cert=node.crt
    ca_cert=ca.crt
    ca_path=
[storage_security]
    enable=false
[chain]
    id=1
    sm_crypto=false
    sm_crypto_channel=false
    rsa_crypto_channel=${channel === "rsa"}
[compatibility]
    supported_version=2.9.0
[log]
    enable=true
    log_path=./log
    level=info
    max_log_file_size=200
    flush=true
`;
}

/** A group.1.genesis of these nodes. */
export function genesis(ids: readonly string[]): string {
  return `[consensus]
consensus_type=pbft
max_trans_num=1000
consensus_timeout=3
epoch_sealer_num=${ids.length}
epoch_block_num=1000
${ids.map((id, index) => `node.${index}=${id}\n`).join("")}[state]
type=storage
[tx]
gas_limit=300000000
[group]
id=1
timestamp=${base}
[evm]
enable_free_storage=false
`;
}

/** Ports of loopback that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
