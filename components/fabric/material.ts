import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { material } from "../../topology/fabric/material.js";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { Plan } from "../../topology/model/plan.js";
import type { PlannedService } from "../../topology/model/service.js";
import { MessagingPki } from "../pki/messaging-pki.js";
import { OrganizationPki } from "../pki/organization-pki.js";

/** Identities of every organisation whose keys this stack holds, by the organisation's name. */
export function organizationPkis(
  plan: PlanWithFabric,
  keep: boolean,
  parent: pulumi.Resource,
): ReadonlyMap<string, OrganizationPki> {
  const addressOf = new Map(plan.servers.map((server) => [server.name, server.address]));
  const nodes = (services: readonly PlannedService[], role: "peer" | "orderer") =>
    services.map((service) => ({ name: service.name, role, address: addressOf.get(service.server) ?? "" }));
  const pki = (
    organization: PlannedOrganization,
    services: readonly PlannedService[],
    role: "peer" | "orderer",
  ) =>
    new OrganizationPki(
      organization.name,
      {
        organization: organization.name,
        domain: organization.domain,
        nodes: nodes(services, role),
        users: organization.users,
        protect: keep,
      },
      { parent },
    );
  const { ordering, organizations } = plan.fabric;
  return new Map([
    [
      ordering.organization.name,
      pki(
        ordering.organization,
        plan.services.filter((s) => s.role === "orderer"),
        "orderer",
      ),
    ],
    ...organizations
      .filter((organization) => organization.owner === "ours")
      .map((organization): [string, OrganizationPki] => [
        organization.name,
        pki(
          organization,
          plan.services.filter((s) => organization.peers.includes(s.name)),
          "peer",
        ),
      ]),
  ]);
}

/** Authorities and certificates of the messaging clusters, when they speak TLS. */
export function messagingPki(
  plan: PlanWithFabric,
  keep: boolean,
  parent: pulumi.Resource,
): MessagingPki | undefined {
  const { messagingTls, organization } = plan.fabric.ordering;
  if (!messagingTls) return undefined;
  return new MessagingPki(
    "messaging",
    { domain: organization.domain, certificates: messagingTls, protect: keep },
    { parent },
  );
}

/** Passwords of the peers' CouchDBs as the files need them. */
export function couchdbMaterial(plan: Plan, parent: pulumi.Resource): [string, pulumi.Output<string>][] {
  const peers = plan.services.filter(
    (s) => s.role === "peer" && s.env.CORE_LEDGER_STATE_STATEDATABASE === "CouchDB",
  );
  return peers.flatMap((peer): [string, pulumi.Output<string>][] => {
    const password = new random.RandomPassword(
      `couchdb-${peer.name}-password`,
      { length: 32, special: false },
      { parent },
    ).result;
    const user = peer.env.CORE_LEDGER_STATE_COUCHDBCONFIG_USERNAME ?? "";
    return [
      [material.couchdbPassword(peer.name), password],
      [material.couchdbAdmins(peer.name), pulumi.interpolate`[admins]\n${user} = ${password}\n`],
    ];
  });
}
