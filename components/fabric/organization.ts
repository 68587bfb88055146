import * as pulumi from "@pulumi/pulumi";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { PlannedService } from "../../topology/model/service.js";
import type { Gates } from "../gates.js";
import type { Ground } from "../ground.js";
import type { Material } from "../service/material.js";
import { couchdbReady } from "./couchdb.js";
import { type OrganizationPki, organizationPki } from "./pki/organization-pki.js";
import { peerServices } from "./places.js";

export interface OrganizationArgs {
  readonly plan: PlanWithFabric;
  readonly organization: PlannedOrganization;
  /** Its nodes: peers, or orderers where it runs the ordering service. */
  readonly nodes: readonly PlannedService[];
  readonly role: "peer" | "orderer";
  /** Keeps every key when the rest is destroyed. */
  readonly keep: boolean;
}

/** An organisation whose keys this stack holds: its identities, and its peers with their state databases. */
export class Organization extends pulumi.ComponentResource {
  readonly planned: PlannedOrganization;
  readonly pki: OrganizationPki;
  readonly #plan: PlanWithFabric;
  /** What it stood in before organisations were components. */
  readonly #network: pulumi.Resource;

  constructor(name: string, args: OrganizationArgs, opts: { readonly parent: pulumi.Resource }) {
    super(
      "consortium:fabric:Organization",
      name,
      {},
      // Before organisations were components, their keys were.
      { ...opts, aliases: [{ type: "consortium:pki:OrganizationPki" }] },
    );
    const { plan, organization, nodes, role, keep } = args;
    const addressOf = new Map(plan.servers.map((server) => [server.name, server.address]));
    this.planned = organization;
    this.#plan = plan;
    this.#network = opts.parent;
    this.pki = organizationPki(
      {
        organization: organization.name,
        mspId: organization.mspId,
        domain: organization.domain,
        nodes: nodes.map((node) => ({ name: node.name, role, address: addressOf.get(node.server) ?? "" })),
        users: organization.users,
        protect: keep,
      },
      this,
    );
    this.registerOutputs({ caPem: this.pki.caPem, tlsCaPem: this.pki.tlsCaPem });
  }

  /** Makes its state databases and peers. @returns what proves that the peers are up */
  run(ground: Ground, gates: Gates, material: Material): pulumi.Resource {
    const place = { material, parent: this, movedFrom: this.#network };
    const peers = peerServices(this.#plan, this.planned).map(({ name }) => name);
    const couchdbs = this.#plan.services.filter(
      ({ role, belongsTo }) => role === "couchdb" && belongsTo !== undefined && peers.includes(belongsTo),
    );
    for (const couchdb of couchdbs) {
      const container = ground.container(couchdb, { ...place, after: gates.before(couchdb) });
      gates.set(
        couchdb.name,
        couchdbReady(couchdb, ground.server(couchdb.server), container, {
          parent: this,
          aliases: [{ parent: this.#network }],
        }),
      );
    }
    const quorum = this.#plan.quorums.find(({ members }) => members.some(({ name }) => peers.includes(name)));
    if (!quorum) throw new Error(`the plan has no peers of ${this.planned.name}`);
    const { formed } = ground.quorum("consortium:fabric:Peers", quorum, {
      ...place,
      after: gates.before(...quorum.members),
    });
    return formed;
  }
}
