import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedChaincode } from "../../topology/fabric/types.js";
import type { Act, ChannelMember, ChannelOrganization } from "./act.js";
import { fabricNode } from "./places.js";

/** An organisation of a channel, with what proves that its peers have joined. */
export interface JoinedOrganization extends ChannelOrganization {
  readonly joined: pulumi.Resource;
}

/**
 * Puts a chaincode to use on a channel: installed and approved by every organisation, then committed by the first.
 * @param containers its services, one beside each peer
 * @returns what proves that its definition is committed
 */
export function commitChaincode(
  { channel, ...chaincode }: PlannedChaincode,
  organizations: readonly JoinedOrganization[],
  containers: readonly pulumi.Resource[],
  act: Act,
): command.local.Command {
  const { name, version, sequence, policy, init, collections } = chaincode;
  const definition = { name, version, sequence, policy, collections, ...(init ? { init } : {}) };
  const [founder] = organizations;
  if (!founder) throw new Error(`channel ${channel} has no organisation`);
  const approved = organizations.map((member) => {
    const peers = member.peers.map(fabricNode);
    const installed = act(
      `${channel}-${name}-install-${member.organization.name}`,
      "install-chaincode",
      member,
      { peers, packageId: chaincode.packageId, packageBase64: chaincode.packageBase64 },
      [member.joined],
    );
    return act(
      `${channel}-${name}-approve-${member.organization.name}`,
      "approve-chaincode",
      member,
      { chaincode: definition, packageId: chaincode.packageId, peer: peers[0] },
      [installed],
    );
  });
  return act(
    `${channel}-${name}-commit`,
    "commit-chaincode",
    founder,
    { chaincode: definition, organizations: organizations.map(peersOf) },
    [...approved, ...containers],
  );
}

/** An organisation's peers as an operation dials them. */
export function peersOf({ pki, peers }: ChannelMember) {
  return { mspId: pki.mspId, tlsCaCertificate: pki.tlsCaPem, peers: peers.map(fabricNode) };
}
