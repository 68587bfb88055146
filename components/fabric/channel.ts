import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedChannel } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { Ground } from "../ground.js";
import { actingOn, type ChannelOrganization } from "./act.js";
import { commitChaincode, peersOf } from "./chaincode.js";
import { fabricNode } from "./places.js";

export interface ChannelArgs {
  readonly plan: PlanWithFabric;
  readonly channel: PlannedChannel;
  /** Its organisations in order of name; the first makes the channel and commits. */
  readonly organizations: readonly ChannelOrganization[];
  readonly orderersFormed: pulumi.Resource;
  readonly ground: Ground;
}

/** A channel in use: made, joined by every peer, with anchors and chaincodes. */
export class Channel extends pulumi.ComponentResource {
  /** Proves that every organisation's peers answer alike. */
  readonly smoke: command.local.Command;

  constructor(name: string, args: ChannelArgs, opts: { readonly parent: pulumi.Resource }) {
    super("consortium:fabric:Channel", name, {}, opts);
    const { plan, channel, organizations, ground } = args;
    const [founder] = organizations;
    if (!founder) throw new Error(`channel ${channel.name} has no organisation`);
    const act = actingOn(channel.name, this);

    const made = act(
      `${name}-channel`,
      "channel",
      founder,
      {
        version: plan.networks.fabric.version,
        mspIds: organizations.map(({ pki }) => pki.mspId),
      },
      [args.orderersFormed],
    );
    const members = organizations.map((member) => ({
      ...member,
      joined: act(
        `${name}-join-${member.organization.name}`,
        "join",
        member,
        { peers: member.peers.map(fabricNode) },
        [made, member.peersFormed],
      ),
    }));

    // Each is an update of the same configuration, so one goes after the other.
    let last: pulumi.Resource = made;
    for (const member of members.filter(({ organization }) => organization.anchors.length > 0)) {
      last = act(
        `${name}-anchors-${member.organization.name}`,
        "anchors",
        member,
        { anchors: member.organization.anchors },
        [...members.map(({ joined }) => joined), last],
      );
    }

    const committed = channel.chaincodes.map((chaincode) => {
      const containers = plan.services
        .filter(({ name: service }) => chaincode.services.includes(service))
        .map((service) =>
          ground.container(service, {
            material: new Map(),
            parent: this,
            movedFrom: opts.parent,
            after: [],
          }),
        );
      return commitChaincode(chaincode, members, containers, act);
    });

    this.smoke = act(
      `${name}-smoke`,
      "smoke",
      founder,
      {
        organizations: organizations.map(peersOf),
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
