import { common, peer } from "@hyperledger/fabric-protos";
import { applicationGroup } from "../channel-groups.js";
import { configEnvelope } from "../envelope.js";
import { group } from "../group.js";
import { type Anchor, genesisBlock } from "../index.js";
import { mspConfig } from "../msp.js";
import { peerOrganizationPolicies } from "../policies.js";
import { genesis, organization, origin } from "./network.js";

/** An application channel's configuration with the given anchor peers: what orderers would make of our creation. */
export function channelConfig(anchors: Readonly<Record<string, readonly Anchor[]>>): common.Config {
  const members = Object.entries(anchors).map(([mspId, list]) => {
    const peers = new peer.AnchorPeers();
    for (const { host, port } of list) {
      const anchor = new peer.AnchorPeer();
      anchor.setHost(host);
      anchor.setPort(port);
      peers.addAnchorPeers(anchor);
    }
    const values = {
      MSP: mspConfig(organization(mspId)),
      ...(list.length > 0 ? { AnchorPeers: peers } : {}),
    };
    const made = group({ values, policies: peerOrganizationPolicies(mspId) });
    // As after an earlier change, so that versions matter.
    if (list.length > 0) made.setVersion(1);
    return [mspId, made] as const;
  });
  const application = applicationGroup("2.5", Object.fromEntries(members));
  application.setVersion(1);
  const config = new common.Config();
  config.setSequence(3);
  config.setChannelGroup(group({ groups: { Application: application } }));
  return config;
}

/** That configuration as block 7 of `mychannel`. */
export function channelBlock(config: common.Config): Uint8Array {
  const block = common.Block.deserializeBinary(genesisBlock(genesis, origin));
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  const data = new common.BlockData();
  data.addData(configEnvelope("CONFIG", "mychannel", origin, content).serializeBinary());
  block.setData(data);
  block.getHeader()?.setNumber(7);
  return block.serializeBinary();
}
