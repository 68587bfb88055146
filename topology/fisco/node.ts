import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedFile, PlannedService } from "../model/service.js";
import { certificateId } from "./certificates/planned.js";
import type { FiscoContext } from "./context.js";
import { groupConfigFile } from "./group-config.js";
import { fiscoMaterial } from "./material.js";
import { nodeConfigFile } from "./node-config.js";
import { startScript } from "./start-script.js";
import type { FiscoNode } from "./types.js";

/** Name of the quorum of a chain's nodes. */
export const sealerQuorum = "fisco";

/** The node's folder in its container, as with `build_chain.sh -d`. */
export const nodeFolder = "/data";

/** The image's own entrypoint (FISCO-BCOS tools/ci/Dockerfile). */
const program = ["/usr/local/bin/fisco-bcos", "-c", "config.ini"];

const mebibyte = 1024 ** 2;
const minuteMs = 60_000;

/** A node's container. */
export function planNode(context: FiscoContext, node: FiscoNode, all: readonly FiscoNode[]): PlannedService {
  const { fisco, placement } = context;
  const { logs, groupId } = fisco;
  const level = fisco.agencies[node.agency]?.nodes[node.name]?.logLevel ?? logs.level;
  const dialled = all.filter(({ name }) => node.dials.includes(name));
  const log = { level, maxFileMiB: logs.maxFileSize / mebibyte };
  const keepMinutes = Math.ceil(logs.keep / minuteMs);
  const id = certificateId.node(node.name);
  return {
    name: node.name,
    container: containerOf(context, node.name),
    owner: node.agency,
    memberId: groupId,
    role: "fisco-node",
    phase: "fisco-node",
    server: node.server,
    image: "fisco-bcos",
    command: [],
    env: {},
    hosts: {},
    volumes: [
      dataVolume(context, node.name, "data", `${nodeFolder}/data`, {
        chain: String(fisco.chainId),
        group: String(groupId),
        agency: node.agency,
        node: node.name,
      }),
      dataVolume(context, node.name, "log", `${nodeFolder}/log`),
    ],
    files: [
      text("config.ini", nodeConfigFile(fisco, node, dialled, log)),
      {
        ...text("run.sh", startScript({ folder: nodeFolder, program, keepMinutes })),
        mode: "0755",
      },
      material("conf/ca.crt", "0644", fiscoMaterial.certificate(certificateId.chain)),
      material("conf/node.crt", "0644", fiscoMaterial.certificate(id)),
      material("conf/node.key", "0600", fiscoMaterial.key(id)),
      material("conf/node.nodeid", "0644", fiscoMaterial.nodeId(node.name)),
      material(`conf/group.${groupId}.genesis`, "0644", fiscoMaterial.genesis),
      text(`conf/group.${groupId}.ini`, groupConfigFile()),
      ...(fisco.sdkCertificate === "rsa" ? channelFiles(node) : []),
    ],
    ports: [
      placement.sharedPort("p2p", node.server, node.p2pPort),
      placement.sharedPort("channel", node.server, node.channelPort),
      placement.ownPort("rpc", node.rpcPort),
    ],
    limits: context.share(limitsOf(context, "fisco-node"), {
      server: node.server,
      role: "fisco-node",
      beside: all.filter(({ server }) => server === node.server).length,
    }),
    // RocksDB was seen damaged after SIGKILL (FISCO-BCOS issues 1895, 2203).
    stopSeconds: 60,
    options: { entrypoint: ["/bin/sh", `${nodeFolder}/run.sh`], workingDir: nodeFolder },
  };
}

function channelFiles({ name, agency }: FiscoNode): PlannedFile[] {
  const id = certificateId.channelNode(name);
  return [
    material(
      "conf/channel_cert/ca.crt",
      "0644",
      fiscoMaterial.certificate(certificateId.channelAuthority(agency)),
    ),
    material("conf/channel_cert/node.crt", "0644", fiscoMaterial.certificate(id)),
    material("conf/channel_cert/node.key", "0600", fiscoMaterial.key(id)),
  ];
}

function text(path: string, content: string): PlannedFile {
  return { path: `${nodeFolder}/${path}`, mode: "0644", source: { kind: "text", text: content } };
}

function material(path: string, mode: "0600" | "0644", name: string): PlannedFile {
  return { path: `${nodeFolder}/${path}`, mode, source: { kind: "material", name } };
}
