import * as pulumi from "@pulumi/pulumi";
import { connectionProfile, privateProfile } from "../../topology/fabric/profile.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { Plan } from "../../topology/model/plan.js";
import type { MadeNetwork } from "../kind.js";
import type { ChannelOrganization } from "./act.js";
import type { Organization } from "./organization.js";
import type { MessagingPki } from "./pki/messaging-pki.js";
import type { OrganizationPki } from "./pki/organization-pki.js";
import { describedBundle } from "./pki/public-bundle.js";
import { fabricNode, ordererNodes, peerServices } from "./places.js";

declare module "../kind.js" {
  interface OwnOutputs {
    /** Connection profile of each organisation, without keys. */
    readonly connectionProfiles: pulumi.Output<Readonly<Record<string, unknown>>>;
    /** The same profiles with certificates and keys of each organisation's people in them. Secret. */
    readonly privateProfiles: pulumi.Output<unknown>;
  }
}

/** The outputs of a network, from its plan and its keys. */
export function fabricOutputs(
  plan: PlanWithFabric,
  {
    ordering,
    organizations,
    messaging,
  }: {
    readonly ordering: Organization;
    readonly organizations: readonly Organization[];
    readonly messaging: MessagingPki | undefined;
  },
  members: readonly ChannelOrganization[],
): MadeNetwork {
  const ordererTlsCa = ordering.pki.tlsCaPem;
  const profiles = members.map(({ organization, pki }) => ({
    organization: organization.name,
    pki,
    profile: pulumi
      .all([pki.tlsCaPem, ordererTlsCa])
      .apply(([tlsCa, ordererCa]) => connectionProfile(plan, organization, tlsCa, ordererCa)),
  }));
  return {
    version: plan.networks.fabric.version,
    endpoints: endpointsOf(plan),
    own: {
      connectionProfiles: pulumi.output(
        Object.fromEntries(profiles.map(({ organization, profile }) => [organization, profile])),
      ),
      privateProfiles: pulumi.secret(
        Object.fromEntries(
          profiles.map(({ organization, pki, profile }) => [
            organization,
            pulumi.all([profile, peopleOf(pki)]).apply(([known, people]) => privateProfile(known, people)),
          ]),
        ),
      ),
    },
    certificates: pulumi.output(
      Object.fromEntries(
        [...[ordering, ...organizations].map(({ pki }) => pki), ...(messaging ? [messaging] : [])].flatMap(
          ({ expiry }) => [...expiry],
        ),
      ),
    ),
    operations: pulumi.secret({
      stack: plan.stack,
      ...(messaging ? { messaging: messaging.clients } : {}),
      image: members[0]?.place.image ?? "",
      orderers: { tlsCaCertificate: ordererTlsCa, nodes: ordererNodes(plan) },
      organizations: members.map(({ organization, pki, place }) => ({
        name: organization.name,
        ...describedBundle(pki),
        server: place.server,
        peers: peerServices(plan, organization).map(fabricNode),
        identities: peopleOf(pki),
      })),
      channels: plan.networks.fabric.channels.map(({ name, organizations, chaincodes }) => ({
        name,
        organizations,
        chaincodes: chaincodes.map(({ name: chaincode, sequence, policy, check }) => ({
          name: chaincode,
          sequence,
          policy,
          ...(check ? { check } : {}),
        })),
      })),
    }),
  };
}

/** `name → address:port` of what clients dial. */
function endpointsOf(plan: Plan): Record<string, string> {
  return Object.fromEntries(
    plan.services
      .filter((service) => service.role === "orderer" || service.role === "peer")
      .map(fabricNode)
      .map(({ name, address, port }) => [name, `${address}:${port}`]),
  );
}

function peopleOf(pki: OrganizationPki) {
  return Object.fromEntries(
    [...pki.people].map(([name, { certificatePem, keyPem }]) => [
      name,
      { certificate: certificatePem, key: keyPem },
    ]),
  );
}
