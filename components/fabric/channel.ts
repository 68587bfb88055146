import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedChaincode, PlannedChannel, PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { OrganizationPki } from "../pki/organization-pki.js";
import { step } from "../step.js";
import { type DescribedPlace, fabricNode, peerServices } from "./places.js";

/** An organisation of a channel with everything its admin needs. */
export interface ChannelOrganization {
  readonly organization: PlannedOrganization;
  readonly pki: OrganizationPki;
  readonly place: DescribedPlace;
  /** Its peers are up when this is. */
  readonly peersFormed: pulumi.Resource;
}

export interface ChannelArgs {
  readonly plan: PlanWithFabric;
  readonly channel: PlannedChannel;
  /** Its organisations in order of name; the first makes the channel and commits. */
  readonly organizations: readonly ChannelOrganization[];
  readonly orderersFormed: pulumi.Resource;
  /** Chaincode containers, by chaincode. */
  readonly chaincodeContainers: (chaincode: PlannedChaincode) => readonly pulumi.Resource[];
}

/**
 * A channel in use: made, joined by every peer, with anchors and chaincodes. Every operation looks first and does only
 * what is missing, with the keys of one organisation at a time.
 */
export class Channel extends pulumi.ComponentResource {
  /** Proves that every organisation's peers answer alike. */
  readonly smoke: command.local.Command;

  constructor(name: string, args: ChannelArgs, opts: pulumi.ComponentResourceOptions) {
    super("consortium:fabric:Channel", name, {}, opts);
    const { plan, channel, organizations } = args;
    const [founder] = organizations;
    if (!founder) throw new Error(`channel ${channel.name} has no organisation`);
    const act = (
      resource: string,
      kind: string,
      { pki, place }: ChannelOrganization,
      spec: object,
      dependsOn: readonly pulumi.Resource[],
    ) =>
      step(
        resource,
        { step: kind, spec: { place, channel: channel.name, ...spec }, secrets: adminOf(pki) },
        { parent: this, dependsOn: [...dependsOn] },
      );

    const made = act(
      `${name}-channel`,
      "channel",
      founder,
      { version: plan.fabric.version, mspIds: organizations.map(({ organization }) => organization.mspId) },
      [args.orderersFormed],
    );
    const joined = new Map(
      organizations.map((member) => [
        member,
        act(
          `${name}-join-${member.organization.name}`,
          "join",
          member,
          { peers: peerServices(plan, member.organization).map(fabricNode) },
          [made, member.peersFormed],
        ),
      ]),
    );
    const joinOf = (member: ChannelOrganization) => [joined.get(member)].filter((join) => join !== undefined);

    // Each is an update of the same configuration, so one goes after the other.
    let last: pulumi.Resource = made;
    for (const member of organizations.filter(({ organization }) => organization.anchors.length > 0)) {
      last = act(
        `${name}-anchors-${member.organization.name}`,
        "anchors",
        member,
        { anchors: member.organization.anchors },
        [...joined.values(), last],
      );
    }

    const peersOfAll = organizations.map(({ organization, pki }) => ({
      mspId: organization.mspId,
      tlsCaCertificate: pki.tlsCaPem,
      peers: peerServices(plan, organization).map(fabricNode),
    }));
    const committed = channel.chaincodes.map((chaincode) => {
      const definition = definitionOf(chaincode);
      const approved = organizations.map((member) => {
        const peers = peerServices(plan, member.organization).map(fabricNode);
        const installed = act(
          `${name}-${chaincode.name}-install-${member.organization.name}`,
          "install-chaincode",
          member,
          { peers, packageId: chaincode.packageId, packageBase64: chaincode.packageBase64 },
          joinOf(member),
        );
        return act(
          `${name}-${chaincode.name}-approve-${member.organization.name}`,
          "approve-chaincode",
          member,
          { chaincode: definition, packageId: chaincode.packageId, peer: peers[0] },
          [installed],
        );
      });
      return act(
        `${name}-${chaincode.name}-commit`,
        "commit-chaincode",
        founder,
        { chaincode: definition, organizations: peersOfAll },
        [...approved, ...args.chaincodeContainers(chaincode)],
      );
    });

    this.smoke = act(
      `${name}-smoke`,
      "smoke",
      founder,
      {
        organizations: peersOfAll,
        chaincodes: channel.chaincodes.map(({ name: chaincode, sequence, check }) => ({
          name: chaincode,
          sequence,
          ...(check ? { check } : {}),
        })),
      },
      [...committed, last],
    );
    this.registerOutputs({});
  }
}

function adminOf(pki: OrganizationPki) {
  const admin = pki.people.get("Admin");
  if (!admin) throw new Error("an organisation of ours has an admin");
  return { adminCert: admin.certificatePem, adminKey: admin.keyPem };
}

function definitionOf(chaincode: PlannedChaincode) {
  const { name, version, sequence, policy, init, collections } = chaincode;
  return { name, version, sequence, policy, collections, ...(init ? { init } : {}) };
}
