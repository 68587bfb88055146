import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Credentials, nodeIdOf, requireCredentials, requireNodeKey } from "./certificates.js";
import { openChannel } from "./channel.js";
import { type Genesis, genesisOf } from "./genesis.js";
import { Group } from "./group.js";
import { groupConfig } from "./group-config.js";
import { Ledger } from "./ledger.js";
import { Log } from "./log.js";
import { type NodeConfig, nodeConfig, playedVersion } from "./node-config.js";
import { listening, Peers } from "./p2p.js";
import { answer, type Chain, rpcServer } from "./rpc.js";

/** Everything a node reads at its start, checked. */
export interface NodeFiles {
  readonly config: NodeConfig;
  readonly genesis: Genesis;
  /** Settings on which nodes must agree. */
  readonly alike: string;
  readonly nodeId: string;
  readonly peer: Credentials;
  readonly channel: Credentials;
  /** Issuer of the node's channel certificate: what an SDK's must have when issuers are checked. */
  readonly channelIssuer: string;
}

/**
 * Reads and checks a node's folder.
 * @param folder of the node: `config.ini`, `conf/`, `data/`
 * @param configFile as given after `-c`
 * @throws Error with what is wrong, naming the file
 */
export function readNode(folder: string, configFile: string, now: Date): NodeFiles {
  const config = nodeConfig(read(folder, configFile));
  const conf = (name: string) => join(config.security.path, name);
  const names = {
    key: conf(config.security.key),
    certificate: conf(config.security.certificate),
    authority: conf(config.security.authority),
  };
  const peer = credentials(folder, names);
  requireNodeKey(names.key, peer.key);
  const leaf = requireCredentials({ names, ...peer }, "ec", now);
  const nodeId = nodeIdOf(names.certificate, leaf.publicKey);
  const written = optionalFile(folder, conf("node.nodeid"))?.trim();
  if (written !== undefined && written !== nodeId)
    throw new Error(`${conf("node.nodeid")}: not the id of ${names.key}, which is ${nodeId}`);
  const channelNames =
    config.channelKeys === "ec"
      ? names
      : {
          key: conf("channel_cert/node.key"),
          certificate: conf("channel_cert/node.crt"),
          authority: conf("channel_cert/ca.crt"),
        };
  const channel = config.channelKeys === "ec" ? peer : credentials(folder, channelNames);
  const channelLeaf =
    config.channelKeys === "ec" ? leaf : requireCredentials({ names: channelNames, ...channel }, "rsa", now);
  const { genesis, alike } = readGroup(folder, config);
  if (!genesis.sealers.includes(nodeId))
    throw new Error(`group.${genesis.groupId}.genesis: this node's id ${nodeId} is none of its node.N`);
  return { config, genesis, alike, nodeId, peer, channel, channelIssuer: channelLeaf.issuer };
}

function readGroup(
  folder: string,
  config: NodeConfig,
): { readonly genesis: Genesis; readonly alike: string } {
  const files = readdirSync(join(folder, config.groupPath)).filter((name) => name.endsWith(".genesis"));
  const [name, ...more] = files;
  if (name === undefined) throw new Error(`${config.groupPath}: no group.N.genesis in it`);
  if (more.length > 0)
    throw new Error(`${config.groupPath}: ${files.join(", ")}: the stand-in plays one group`);
  const settings = name.replace(/\.genesis$/, ".ini");
  return {
    genesis: genesisOf(name, read(folder, join(config.groupPath, name))),
    alike: groupConfig(settings, read(folder, join(config.groupPath, settings))),
  };
}

function credentials(
  folder: string,
  names: { key: string; certificate: string; authority: string },
): Credentials {
  return {
    key: read(folder, names.key),
    certificate: read(folder, names.certificate),
    authority: read(folder, names.authority),
  };
}

function read(folder: string, path: string): string {
  const text = optionalFile(folder, path);
  if (text === undefined) throw new Error(`${path}: missing`);
  return text;
}

function optionalFile(folder: string, path: string): string | undefined {
  try {
    return readFileSync(resolve(folder, path), "utf8");
  } catch {
    return undefined;
  }
}

/** A node that runs. */
export interface RunningNode {
  readonly chain: Chain;
  /** Closes all ports; the data is on disk already. */
  stop(): void;
}

/** Opens the ledger and the three ports. @throws Error where the data is another chain's or a port is taken */
export async function startNode(
  folder: string,
  files: NodeFiles,
  dialling: "at once" | "together",
): Promise<RunningNode> {
  const { config, genesis, nodeId } = files;
  const log = new Log(join(folder, config.log.path), config.log.level, config.log.maxBytes);
  const ledger = new Ledger(join(folder, config.dataPath), genesis);
  log.write(
    "info",
    `[INITIALIZER]FISCO-BCOS ${playedVersion} stand-in,nodeID=${nodeId},group=${genesis.groupId},number=${ledger.tip.number}`,
  );
  const group: Group = new Group(ledger, {
    nodeId,
    alike: files.alike,
    send: (to, said) => peers.send(to, said),
    log: (level, text) => log.write(level, text),
    now: Date.now,
  });
  const peers: Peers = new Peers({
    config,
    credentials: files.peer,
    nodeId,
    log,
    dialling,
    onConnected: (id) => group.connected(id),
    onGone: (id) => group.gone(id),
    onMessage: (from, said) => group.receive(from, said),
  });
  const chain: Chain = {
    nodeId,
    chainId: config.chainId,
    supportedVersion: config.supportedVersion,
    ledger,
    group,
    sessions: () => peers.sessions,
  };
  const channel = await openChannel({
    listen: config.channel,
    credentials: files.channel,
    issuer: config.security.checkIssuer ? files.channelIssuer : undefined,
    log,
    answer: (request) => answer(chain, request),
  });
  const rpc = rpcServer(chain, (line) => log.write("info", line));
  await listening(rpc, config.rpc, "rpc.jsonrpc_listen_port");
  await peers.start();
  const timers = [setInterval(() => group.tick(), 1000), setInterval(() => group.seal(), 100)];
  return {
    chain,
    stop() {
      for (const timer of timers) clearInterval(timer);
      peers.stop();
      channel.close();
      rpc.closeAllConnections();
      rpc.close();
      log.write("info", "[INITIALIZER]exit");
    },
  };
}
