import type { ChaincodeSettings } from "../../config/schema.js";
import { containerOf, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import { loopbackPort } from "../ports.js";
import type { FabricContext } from "./context.js";
import { chaincodePackage } from "./package.js";
import type { PeerMember } from "./peer.js";
import type { PlannedChaincode, PlannedChannel } from "./types.js";

function planChaincode(channel: string, name: string, settings: ChaincodeSettings): PlannedChaincode {
  const label = `${name}_${settings.version}`;
  const packaged = chaincodePackage({ label, port: settings.port });
  return {
    name,
    channel,
    label,
    version: settings.version,
    sequence: settings.sequence,
    policy: settings.policy,
    ...(settings.init ? { init: settings.init } : {}),
    ...(settings.check ? { check: settings.check } : {}),
    collections: settings.collections,
    packageId: packaged.id,
    packageBase64: Buffer.from(packaged.bytes).toString("base64"),
  };
}

/** The channels with their chaincodes, in order of name. */
export function planChannels(context: FabricContext): PlannedChannel[] {
  return sortedEntries(context.fabric.channels).map(([name, { organizations, chaincodes }]) => ({
    name,
    organizations: [...organizations].sort(),
    chaincodes: sortedEntries(chaincodes).map(([chaincode, settings]) =>
      planChaincode(name, chaincode, settings),
    ),
  }));
}

/** A channel's chaincodes as services: one beside each peer of its organisations, on the peer's own loopback address. */
export function planChaincodeServices(
  context: FabricContext,
  channels: readonly PlannedChannel[],
  peers: readonly PeerMember[],
): PlannedService[] {
  return channels.flatMap((channel) =>
    channel.chaincodes.flatMap((chaincode) => {
      const settings = context.fabric.channels[channel.name]?.chaincodes[chaincode.name];
      if (!settings) throw new Error(`chaincode ${chaincode.name} is not in the settings of ${channel.name}`);
      return peers
        .filter((peer) => channel.organizations.includes(peer.organization))
        .map((peer): PlannedService => {
          const name = `${chaincode.name}-${channel.name}-${peer.name}`;
          return {
            name,
            container: containerOf(context, name),
            owner: peer.organization,
            role: "chaincode",
            phase: "chaincode",
            server: peer.server,
            image: settings.image,
            command: [],
            env: {
              CHAINCODE_SERVER_ADDRESS: `${peer.chaincodeHost}:${settings.port}`,
              CHAINCODE_ID: chaincode.packageId,
            },
            hosts: {},
            volumes: [],
            files: [],
            ports: [loopbackPort("chaincode", settings.port, peer.chaincodeHost)],
            limits: limitsOf(context, "chaincode"),
            stopSeconds: 10,
          };
        });
    }),
  );
}
