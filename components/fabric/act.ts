import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlannedService } from "../../topology/model/service.js";
import { step } from "../step.js";
import type { OrganizationPki } from "./pki/organization-pki.js";
import type { PublicBundle } from "./pki/public-bundle.js";
import type { DescribedPlace } from "./places.js";

/** An organisation of a channel as the others know it. */
export interface ChannelMember {
  readonly pki: PublicBundle;
  /** Its peers as planned. */
  readonly peers: readonly PlannedService[];
}

/** An organisation of a channel with everything its admin needs. */
export interface ChannelOrganization extends ChannelMember {
  readonly organization: PlannedOrganization;
  readonly pki: OrganizationPki;
  readonly place: DescribedPlace;
  /** Its peers are up when this is. */
  readonly peersFormed: pulumi.Resource;
}

/** An operation on a channel by one organisation's admin. */
export type Act = (
  name: string,
  step: string,
  by: ChannelOrganization,
  spec: object,
  dependsOn: readonly pulumi.Resource[],
) => command.local.Command;

/** Operations on a channel: each looks first and does only what is missing, with the keys of one organisation. */
export function actingOn(channel: string, parent: pulumi.Resource): Act {
  return (name, kind, { pki, place }, spec, dependsOn) =>
    step(
      name,
      { step: kind, spec: { place, channel, ...spec }, secrets: adminOf(pki) },
      { parent, dependsOn: [...dependsOn] },
    );
}

function adminOf(pki: OrganizationPki) {
  const admin = pki.people.get("Admin");
  if (!admin) throw new Error("an organisation of ours has an admin");
  return { adminCert: admin.certificatePem, adminKey: admin.keyPem };
}
