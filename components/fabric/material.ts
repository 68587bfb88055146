import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { material } from "../../topology/fabric/material.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { Plan } from "../../topology/model/plan.js";
import { MessagingPki } from "./pki/messaging-pki.js";

/** Authorities and certificates of the messaging clusters, when they speak TLS. */
export function messagingPki(
  plan: PlanWithFabric,
  keep: boolean,
  parent: pulumi.Resource,
): MessagingPki | undefined {
  const { messagingTls, organization } = plan.networks.fabric.ordering;
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
