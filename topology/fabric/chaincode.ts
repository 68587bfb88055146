import type { ChaincodeSettings } from "../../config/fabric/schema.js";
import { containerOf, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import type { FabricContext } from "./context.js";
import { chaincodePackage } from "./package.js";
import type { PeerMember } from "./peer.js";
import type { PlacedPeer } from "./placed-peer.js";
import type { PlannedChaincode, PlannedChannel } from "./types.js";

function planChaincode(
  { channel, name, peers }: { channel: string; name: string; peers: readonly PlacedPeer[] },
  settings: ChaincodeSettings,
): PlannedChaincode {
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
    services: peers.map((peer) => serviceName(channel, name, peer)),
  };
}

/** Name of a chaincode's service beside a peer: two channels may run the same package. */
function serviceName(channel: string, chaincode: string, peer: { readonly name: string }): string {
  return `${chaincode}-${channel}-${peer.name}`;
}

/** The channels with their chaincodes, in order of name. */
export function planChannels(context: FabricContext, peers: readonly PlacedPeer[]): PlannedChannel[] {
  return sortedEntries(context.fabric.channels).map(([channel, { organizations, chaincodes }]) => ({
    name: channel,
    organizations: [...organizations].sort(),
    chaincodes: sortedEntries(chaincodes).map(([name, settings]) =>
      planChaincode(
        { channel, name, peers: peers.filter((peer) => organizations.includes(peer.organization)) },
        settings,
      ),
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
          const name = serviceName(channel.name, chaincode.name, peer);
          return {
            name,
            container: containerOf(context, name),
            owner: peer.organization,
            belongsTo: peer.name,
            proof: `${channel.name}-smoke`,
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
            ports: [context.placement.ownPort("chaincode", settings.port, peer.chaincodeHost)],
            limits: limitsOf(context, "chaincode"),
            stopSeconds: 10,
          };
        });
    }),
  );
}
