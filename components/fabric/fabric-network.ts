import * as pulumi from "@pulumi/pulumi";
import { fabricFounding } from "../../topology/fabric/founding.js";
import type { FabricFounding } from "../../topology/fabric/founding-record.js";
import { kafkaQuorum } from "../../topology/fabric/kafka.js";
import { material } from "../../topology/fabric/material.js";
import { ordererQuorum } from "../../topology/fabric/orderer.js";
import type { PlannedOrganization } from "../../topology/fabric/types.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import { zookeeperQuorum } from "../../topology/fabric/zookeeper.js";
import { Founding } from "../founding.js";
import { Gates } from "../gates.js";
import type { Ground } from "../ground.js";
import type { MadeNetwork, NetworkComponent } from "../kind.js";
import type { ChannelOrganization } from "./act.js";
import { Channel } from "./channel.js";
import { genesisBlockIn, genesisOf } from "./genesis.js";
import { couchdbMaterial, messagingPki } from "./material.js";
import { Organization } from "./organization.js";
import { fabricOutputs } from "./outputs.js";
import type { MessagingPki } from "./pki/messaging-pki.js";
import type { PublicBundle } from "./pki/public-bundle.js";
import { adminPlace, peerServices } from "./places.js";

/**
 * A Fabric network on Kafka. Its keys and its genesis block are made with it; on a ground that is ready it goes on, up to
 * an answering chaincode:
 *
 * ZooKeeper → Kafka → orderers → CouchDB → peers → channel → join → anchors → chaincode → smoke test
 */
export class FabricNetwork extends pulumi.ComponentResource implements NetworkComponent {
  readonly #plan: PlanWithFabric;
  readonly #ordering: Organization;
  readonly #organizations: readonly Organization[];
  readonly #messaging: MessagingPki | undefined;
  readonly #founding: Founding<FabricFounding>;

  constructor(name: string, plan: PlanWithFabric, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fabric:FabricNetwork", name, {}, opts);
    const keep = plan.data === "keep";
    const { ordering, organizations } = plan.networks.fabric;
    const organization = (planned: PlannedOrganization, role: "peer" | "orderer") =>
      new Organization(
        planned.name,
        {
          plan,
          organization: planned,
          role,
          nodes:
            role === "orderer"
              ? plan.services.filter((service) => service.role === "orderer")
              : peerServices(plan, planned),
          keep,
        },
        { parent: this },
      );
    this.#plan = plan;
    this.#ordering = organization(ordering.organization, "orderer");
    this.#organizations = organizations
      .filter(({ owner }) => owner === "ours")
      .map((planned) => organization(planned, "peer"));
    this.#messaging = messagingPki(plan, keep, this);
    this.#founding = new Founding(
      "consortium:fabric:Founding",
      name,
      {
        plan,
        kind: fabricFounding,
        record: (wanted) => pulumi.output(wanted),
        first: {
          name: `${name}-genesis`,
          step: "genesis",
          spec: {
            genesis: genesisOf(
              plan,
              this.#ordering.pki,
              organizations.map(({ name: own }) => this.#bundleOf(own)),
            ),
          },
        },
        transitions: [],
      },
      { parent: this },
    );
  }

  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  founded<T>(value: pulumi.Output<T>): pulumi.Output<T> {
    return this.#founding.checked(value);
  }

  /** Makes everything that runs, and tells what came of it. Once. */
  standOn(ground: Ground): MadeNetwork {
    const plan = this.#plan;
    const messaging = this.#messaging;
    const files = new Map<string, pulumi.Output<string>>([
      [material.genesisBlock, genesisBlockIn(this.#founding.result)],
      ...[this.#ordering, ...this.#organizations].flatMap(({ pki }) => [...pki.material]),
      ...(messaging?.material ?? []),
      ...couchdbMaterial(plan, this),
    ]);
    const gates = new Gates();
    const ordering = [
      { type: "consortium:fabric:ZooKeeper", name: zookeeperQuorum, client: messaging?.clients.zookeeper },
      { type: "consortium:fabric:Kafka", name: kafkaQuorum, client: messaging?.clients.kafka },
      { type: "consortium:fabric:Orderers", name: ordererQuorum },
    ];
    for (const { type, name, client } of ordering) {
      const quorum = plan.quorums.find((one) => one.name === name);
      if (!quorum) throw new Error(`the plan has no quorum ${name}`);
      const { formed } = ground.quorum(type, quorum, {
        material: files,
        parent: this,
        after: gates.before(...quorum.members),
        ...(client ? { client } : {}),
      });
      gates.set(name, formed);
    }

    const members = this.#organizations
      .filter(({ planned }) => planned.peers.length > 0)
      .map((organization): ChannelOrganization => {
        const { planned, pki } = organization;
        const imageFor = ground.images.idFor.bind(ground.images);
        return {
          organization: planned,
          pki,
          place: adminPlace(plan, planned, pki, this.#ordering.pki.tlsCaPem, imageFor),
          peers: peerServices(plan, planned),
          peersFormed: organization.run(ground, gates, files),
        };
      });
    for (const channel of plan.networks.fabric.channels)
      new Channel(
        channel.name,
        {
          plan,
          channel,
          organizations: channel.organizations.map((name) => {
            const member = members.find(({ organization }) => organization.name === name);
            if (!member) throw new Error(`organisation ${name} has no peers`);
            return member;
          }),
          orderersFormed: gates.of(ordererQuorum),
          ground,
        },
        { parent: this },
      );
    this.registerOutputs({});
    return fabricOutputs(
      plan,
      { ordering: this.#ordering, organizations: this.#organizations, messaging },
      members,
    );
  }

  #bundleOf(name: string): PublicBundle {
    const found = this.#organizations.find(({ planned }) => planned.name === name);
    if (!found) throw new Error(`no certificates of organisation ${name}`);
    return found.pki;
  }
}
