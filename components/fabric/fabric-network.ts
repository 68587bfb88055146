import * as pulumi from "@pulumi/pulumi";
import { material } from "../../topology/fabric/material.js";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import type { PlannedQuorum } from "../../topology/model/quorum.js";
import type { Ground } from "../ground.js";
import type { MessagingPki } from "../pki/messaging-pki.js";
import type { OrganizationPki } from "../pki/organization-pki.js";
import { Channel, type ChannelOrganization } from "./channel.js";
import { couchdbReady } from "./couchdb.js";
import { Founding } from "./founding.js";
import { couchdbMaterial, messagingPki, organizationPkis } from "./material.js";
import { type FabricOutputs, fabricOutputs } from "./outputs.js";
import { adminPlace } from "./places.js";

/**
 * A Fabric network on Kafka. Its keys and its genesis block are made with it; on a ground that is ready it goes on, up to
 * an answering chaincode:
 *
 * ZooKeeper → Kafka → orderers → CouchDB → peers → channel → join → anchors → chaincode → smoke test
 */
export class FabricNetwork extends pulumi.ComponentResource {
  readonly #plan: PlanWithFabric;
  readonly #pkis: ReadonlyMap<string, OrganizationPki>;
  readonly #messaging: MessagingPki | undefined;
  readonly #founding: Founding;

  constructor(name: string, plan: PlanWithFabric, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fabric:FabricNetwork", name, {}, opts);
    const keep = plan.data === "keep";
    this.#plan = plan;
    this.#pkis = organizationPkis(plan, keep, this);
    this.#messaging = messagingPki(plan, keep, this);
    this.#founding = new Founding(
      name,
      {
        plan,
        ordering: this.#publicMaterial(plan.fabric.ordering.organization),
        organizations: plan.fabric.organizations.map((one) => this.#publicMaterial(one)),
        keep,
      },
      { parent: this },
    );
  }

  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  founded<T>(value: pulumi.Output<T>): pulumi.Output<T> {
    return this.#founding.checked(value);
  }

  /** Makes everything that runs, and tells what came of it. Once. */
  standOn(ground: Ground): FabricOutputs {
    const plan = this.#plan;
    const messaging = this.#messaging;
    const files = new Map<string, pulumi.Output<string>>([
      [material.genesisBlock, this.#founding.genesisBlock],
      ...[...this.#pkis.values()].flatMap((pki) => [...pki.material]),
      ...(messaging?.material ?? []),
      ...couchdbMaterial(plan, this),
    ]);
    const around = (...after: readonly pulumi.Resource[]) => ({ material: files, parent: this, after });
    const asking = (cluster: "zookeeper" | "kafka") =>
      messaging ? { client: messaging.clients[cluster] } : {};

    const zookeeper = ground.quorum(quorumNamed(plan, "zookeeper"), {
      ...around(),
      ...asking("zookeeper"),
    });
    const kafka = ground.quorum(quorumNamed(plan, "kafka"), {
      ...around(zookeeper.formed),
      ...asking("kafka"),
    });
    const orderers = ground.quorum(quorumNamed(plan, "orderers"), around(kafka.formed));
    const couchdbs = plan.services
      .filter((service) => service.role === "couchdb")
      .map((service) =>
        couchdbReady(service, ground.server(service.server), ground.container(service, around()), this),
      );

    const ordererTlsCa = this.#pkiOf(plan.fabric.ordering.organization.name).tlsCaPem;
    const members = new Map(
      plan.fabric.organizations
        .filter((organization) => organization.peers.length > 0)
        .map((organization): [string, ChannelOrganization] => {
          const pki = this.#pkiOf(organization.name);
          const peers = ground.quorum(
            quorumNamed(plan, `peers-${organization.name}`),
            around(orderers.formed, ...couchdbs),
          );
          const imageFor = ground.images.idFor.bind(ground.images);
          return [
            organization.name,
            {
              organization,
              pki,
              place: adminPlace(plan, organization, pki, ordererTlsCa, imageFor),
              peersFormed: peers.formed,
            },
          ];
        }),
    );
    const chaincodeServices = new Map(
      plan.services
        .filter((service) => service.role === "chaincode")
        .map((service) => [service, ground.container(service, around())]),
    );
    for (const channel of plan.fabric.channels)
      new Channel(
        channel.name,
        {
          plan,
          channel,
          organizations: channel.organizations.map((organization) => {
            const member = members.get(organization);
            if (!member) throw new Error(`organisation ${organization} has no peers`);
            return member;
          }),
          orderersFormed: orderers.formed,
          chaincodeContainers: (chaincode) =>
            [...chaincodeServices]
              .filter(([service]) => service.env.CHAINCODE_ID === chaincode.packageId)
              .map(([, made]) => made),
        },
        { parent: this },
      );
    this.registerOutputs({});
    return fabricOutputs(plan, { pkis: this.#pkis, messaging }, [...members.values()]);
  }

  #publicMaterial({ name, mspId }: PlannedOrganization) {
    const pki = this.#pkiOf(name);
    return { mspId, caCertificate: pki.caPem, tlsCaCertificate: pki.tlsCaPem };
  }

  #pkiOf(organization: string): OrganizationPki {
    const pki = this.#pkis.get(organization);
    if (!pki) throw new Error(`no keys of organisation ${organization}`);
    return pki;
  }
}

/** The quorum of a name; a plan without it is a mistake of ours. */
function quorumNamed({ quorums }: PlanWithFabric, name: string): PlannedQuorum {
  const quorum = quorums.find((one) => one.name === name);
  if (!quorum) throw new Error(`the plan has no quorum ${name}`);
  return quorum;
}
