import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { TlsClient } from "../../steps/tls-over.js";
import { material } from "../../topology/fabric/material.js";
import { registryAddress } from "../../topology/images/registry.js";
import type { Plan, PlannedQuorum, PlannedService } from "../../topology/types.js";
import { Images } from "../images/images.js";
import { RegistryAccess } from "../images/registry.js";
import { Quorum } from "../quorum/quorum.js";
import { preflight } from "../server/preflight.js";
import { type RegistryLogin, Server } from "../server/server.js";
import { teardown } from "../server/teardown.js";
import { createContainer, dataVolume, describeContainer, type NetworkIdentity } from "../service/service.js";
import type { CheckedStack } from "../stack.js";
import { Channel, type ChannelOrganization } from "./channel.js";
import { couchdbReady } from "./couchdb.js";
import { Founding } from "./founding.js";
import { couchdbMaterial, messagingPki, organizationPkis } from "./material.js";
import { networkOutputs } from "./outputs.js";
import { adminPlace } from "./places.js";

/**
 * A Fabric network on Kafka, from plain servers to an answering chaincode:
 *
 * preflight → engine → images → ZooKeeper → Kafka → orderers → CouchDB → peers → channel → join → anchors → chaincode →
 * smoke test
 */
export class FabricNetwork extends pulumi.ComponentResource {
  /** `name → address:port` of what clients dial. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Connection profile of each organisation, without keys. */
  readonly connectionProfiles: pulumi.Output<Readonly<Record<string, unknown>>>;
  /** The same profiles with certificates and keys of each organisation's people in them. Secret. */
  readonly privateProfiles: pulumi.Output<unknown>;
  /** End of validity by certificate. */
  readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
  /** What day-2 commands need to act for the network. Secret. */
  readonly operations: pulumi.Output<unknown>;
  readonly versions: { readonly fabric: string; readonly images: Readonly<Record<string, string>> };

  constructor(name: string, stack: CheckedStack, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fabric:FabricNetwork", name, {}, opts);
    const { plan, settings } = stack;
    const keep = plan.data === "keep";
    const network: NetworkIdentity = {
      stack: plan.stack,
      id: new random.RandomId(`${name}-id`, { byteLength: 8 }, { parent: this, protect: keep }).hex,
    };

    const pkis = organizationPkis(plan, keep, this);
    const messaging = messagingPki(plan, keep, this);
    const pkiOf = (organization: string) => {
      const pki = pkis.get(organization);
      if (!pki) throw new Error(`no keys of organisation ${organization}`);
      return pki;
    };
    const publicMaterial = ({
      name: organization,
      mspId,
    }: {
      readonly name: string;
      readonly mspId: string;
    }) => ({
      mspId,
      caCertificate: pkiOf(organization).caPem,
      tlsCaCertificate: pkiOf(organization).tlsCaPem,
    });
    const founding = new Founding(
      name,
      {
        plan,
        ordering: publicMaterial(plan.fabric.ordering.organization),
        organizations: plan.fabric.organizations.map(publicMaterial),
        keep,
      },
      { parent: this },
    );

    // Every server passes its checks, and the configuration its comparison with the founding, before any is touched.
    const checked = preflight(plan, { ...network, id: founding.checked(network.id) }, { parent: this });

    const registryService = plan.services.find((service) => service.role === "registry");
    const access =
      registryService &&
      new RegistryAccess(
        "registry",
        { service: registryService, address: registryService.ports[0]?.address ?? "" },
        { parent: this },
      );
    const ownRegistry = registryService && access && { address: registryAddress(registryService), access };
    const logins: RegistryLogin[] = [
      ...(ownRegistry
        ? [{ address: ownRegistry.address, username: access.username, password: access.password }]
        : []),
      ...(settings.images.credentials
        ? [{ ...settings.images.credentials, password: pulumi.secret(settings.images.credentials.password) }]
        : []),
    ];
    const servers = new Map(
      plan.servers.map((server) => [
        server.name,
        new Server(
          server.name,
          {
            server,
            network,
            registries: logins,
            ...(ownRegistry
              ? { ownRegistry: { address: ownRegistry.address, caPem: ownRegistry.access.caPem } }
              : {}),
          },
          { parent: this, dependsOn: [checked] },
        ),
      ]),
    );
    const serverNamed = (server: string): Server => {
      const found = servers.get(server);
      if (!found) throw new Error(`no server ${server}`);
      return found;
    };
    // Below every volume and container, so that it goes after them.
    const end = teardown(name, { plan, network, servers: [...servers.values()] }, { parent: this });

    const images = new Images(
      "images",
      {
        images: stack.images,
        server: serverNamed,
        network,
        ...(registryService && access
          ? { registry: { service: registryService, access, after: [end] } }
          : {}),
      },
      { parent: this },
    );

    const files = new Map<string, pulumi.Output<string>>([
      [material.genesisBlock, founding.genesisBlock],
      ...[...pkis.values()].flatMap((pki) => [...pki.material]),
      ...(messaging?.material ?? []),
      ...couchdbMaterial(plan, this),
    ]);
    const quorum = (
      quorumName: string,
      after: readonly pulumi.Resource[],
      client?: pulumi.Output<TlsClient>,
    ) =>
      new Quorum(
        quorumName,
        {
          quorum: quorumNamed(plan, quorumName),
          network,
          serverOf: (service: PlannedService) => serverNamed(service.server),
          imageId: (service: PlannedService) => images.idFor(service),
          material: files,
          keep,
          after,
          volumesAfter: [end],
          ...(client ? { client } : {}),
        },
        { parent: this },
      );

    const zookeeper = quorum("zookeeper", [], messaging?.clients.zookeeper);
    const kafka = quorum("kafka", [zookeeper.formed], messaging?.clients.kafka);
    const orderers = quorum("orderers", [kafka.formed]);
    const container = (service: PlannedService, after: readonly pulumi.Resource[]) => {
      const server = serverNamed(service.server);
      const described = describeContainer({
        service,
        network,
        imageId: images.idFor(service),
        material: files,
      });
      const volumes = service.volumes.map((volume) =>
        dataVolume(service, volume, network, {
          parent: this,
          provider: server.provider,
          keep,
          dependsOn: [end],
        }),
      );
      return createContainer(service, described, server, {
        parent: this,
        dependsOn: [end, ...volumes, ...after],
      });
    };
    const couchdbs = plan.services
      .filter((service) => service.role === "couchdb")
      .map((service) => couchdbReady(service, serverNamed(service.server), container(service, []), this));

    const ordererPki = pkiOf(plan.fabric.ordering.organization.name);
    const members = new Map(
      plan.fabric.organizations
        .filter((organization) => organization.peers.length > 0)
        .map((organization): [string, ChannelOrganization] => {
          const pki = pkiOf(organization.name);
          const peers = quorum(`peers-${organization.name}`, [orderers.formed, ...couchdbs]);
          return [
            organization.name,
            {
              organization,
              pki,
              place: adminPlace(plan, organization, pki, ordererPki.tlsCaPem, images.idFor.bind(images)),
              peersFormed: peers.formed,
            },
          ];
        }),
    );
    const chaincodeServices = new Map(
      plan.services
        .filter((service) => service.role === "chaincode")
        .map((service) => [service, container(service, [])]),
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

    const outputs = networkOutputs(plan, { pkis, messaging }, [...members.values()]);
    this.endpoints = outputs.endpoints;
    this.connectionProfiles = outputs.connectionProfiles;
    this.privateProfiles = outputs.privateProfiles;
    this.certificates = outputs.certificates;
    this.operations = outputs.operations;
    this.versions = outputs.versions(stack.images);
    this.registerOutputs({});
  }
}

/** The quorum of a name; a plan without it is a mistake of ours. */
function quorumNamed(plan: Plan, name: string): PlannedQuorum {
  const quorum = plan.fabric.quorums.find((q) => q.name === name);
  if (!quorum) throw new Error(`the plan has no quorum ${name}`);
  return quorum;
}
