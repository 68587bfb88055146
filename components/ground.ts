import type * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { TlsClient } from "../steps/tls-over.js";
import { registryAddress } from "../topology/images/registry.js";
import type { PlannedQuorum } from "../topology/model/quorum.js";
import type { PlannedService } from "../topology/model/service.js";
import { Images } from "./images/images.js";
import { RegistryAccess } from "./images/registry.js";
import type { NetworkIdentity } from "./network-identity.js";
import { Quorum } from "./quorum/quorum.js";
import { bridge } from "./server/bridge.js";
import { preflight } from "./server/preflight.js";
import { type RegistryLogin, Server } from "./server/server.js";
import { teardown } from "./server/teardown.js";
import type { Material } from "./service/material.js";
import { createContainer, dataVolume, describeContainer } from "./service/service.js";
import type { CheckedStack } from "./stack.js";

export interface GroundArgs {
  readonly stack: CheckedStack;
  /**
   * Gives the stack's random id only when every network's configuration agrees with what it was founded with: no server
   * is touched before.
   */
  readonly founded: (id: pulumi.Output<string>) => pulumi.Output<string>;
}

/** Where the resources stand in the state. */
export interface GroundPlace {
  /** Begins the names of what belongs to the stack as a whole. */
  readonly name: string;
  /** The component they stand in: the Fabric network's where there is one. None is the top of the stack. */
  readonly parent?: pulumi.Resource;
  /** What they stood in if the stack began without a Fabric network; `undefined` is the top of the stack. */
  readonly before?: { readonly parent: pulumi.Resource | undefined };
}

/** Begins the names in a stack without a Fabric network. */
const plainName = "network";

/** What stands around a service that belongs to no quorum. */
export interface ContainerPlace {
  readonly material: Material;
  readonly parent: pulumi.Resource;
  /** What must be good before it runs. */
  readonly after: readonly pulumi.Resource[];
  /** What it stood in before, where that is not its parent: a state keeps it. */
  readonly movedFrom?: pulumi.Resource;
  /** What is asked or noted when its container is made. */
  readonly hooks?: pulumi.ResourceHookBinding;
}

/** What stands around a quorum. */
export interface QuorumPlace extends Omit<ContainerPlace, "hooks"> {
  /** Certificate and key that the gates show where the members ask for one. Secret. */
  readonly client?: pulumi.Input<TlsClient>;
}

/**
 * What every network of a stack stands on: the stack's identity, servers that passed their checks and were prepared, the
 * images on them, and the end of it all. It is no component: what it makes has stood in the Fabric network's since there
 * was no other kind, and the names in a state stay.
 */
export class Ground {
  readonly network: NetworkIdentity;
  readonly images: Images;
  /** The stack's end, below every volume and container, so that it goes after them. */
  readonly end: command.local.Command;
  readonly #keep: boolean;
  readonly #servers: ReadonlyMap<string, Server>;
  readonly #bridges: ReadonlyMap<string, docker.Network>;

  constructor({ stack, founded }: GroundArgs, place: GroundPlace) {
    const { plan, login } = stack;
    this.#keep = plan.data === "keep";
    const id = `${place.name}-id`;
    this.network = {
      stack: plan.stack,
      id: new random.RandomId(
        id,
        { byteLength: 8 },
        { ...standing(place, `${plainName}-id`), protect: this.#keep },
      ).hex,
    };
    const { network } = this;

    const checked = preflight(plan, { ...network, id: founded(network.id) }, standing(place, "preflight"));

    const registryService = plan.services.find((service) => service.role === "registry");
    const access =
      registryService &&
      new RegistryAccess(
        "registry",
        { service: registryService, address: registryService.ports[0]?.address ?? "" },
        standing(place, "registry"),
      );
    const ownRegistry = registryService && access && { address: registryAddress(registryService), access };
    const logins: RegistryLogin[] = [
      ...(ownRegistry
        ? [{ address: ownRegistry.address, username: access.username, password: access.password }]
        : []),
      ...(login ? [{ ...login, password: pulumi.secret(login.password) }] : []),
    ];
    this.#servers = new Map(
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
          { ...standing(place, server.name), dependsOn: [checked] },
        ),
      ]),
    );
    this.end = teardown(
      place.name,
      { plan, network, servers: [...this.#servers.values()] },
      standing(place, `${plainName}-teardown`),
    );
    this.#bridges = new Map(
      (plan.bridges ?? []).map((planned) => [
        bridgeKey(planned.server, planned.name),
        bridge(planned, network, this.server(planned.server), { dependsOn: [this.end] }),
      ]),
    );
    this.images = new Images(
      "images",
      {
        images: stack.images,
        server: this.server.bind(this),
        network,
        ...(registryService && access
          ? { registry: { service: registryService, access, after: [this.end] } }
          : {}),
      },
      standing(place, "images"),
    );
  }

  /** A server by name. */
  server(name: string): Server {
    const found = this.#servers.get(name);
    if (!found) throw new Error(`no server ${name}`);
    return found;
  }

  /** A service that belongs to no quorum: its volumes and its container. */
  container(service: PlannedService, place: ContainerPlace): docker.Container {
    const { material, parent, after, movedFrom, hooks } = place;
    const own = { parent, ...(movedFrom ? { aliases: [{ parent: movedFrom }] } : {}) };
    const server = this.server(service.server);
    const network = this.#bridgeOf(service);
    const described = describeContainer({
      service,
      network: this.network,
      imageId: this.images.idFor(service),
      material,
      ...(network ? { bridge: network.name } : {}),
    });
    const volumes = service.volumes.map((volume) =>
      dataVolume(service, volume, this.network, {
        ...own,
        provider: server.provider,
        keep: this.#keep,
        dependsOn: [this.end],
      }),
    );
    return createContainer(service, described, server, {
      ...own,
      dependsOn: [this.end, ...volumes, ...after],
      ...(hooks ? { hooks } : {}),
    });
  }

  /** Services that stand or fall together, replaced one at a time. @param type what they are, for users of Pulumi */
  quorum(type: string, quorum: PlannedQuorum, place: QuorumPlace): Quorum {
    const { material, parent, after, client, movedFrom } = place;
    return new Quorum(
      type,
      quorum.name,
      {
        quorum,
        network: this.network,
        serverOf: (service) => this.server(service.server),
        imageId: (service) => this.images.idFor(service),
        material,
        keep: this.#keep,
        after,
        volumesAfter: [this.end],
        ...(client ? { client } : {}),
      },
      { parent, ...(movedFrom ? { movedFrom } : {}) },
    );
  }

  #bridgeOf({ name, server, bridge: planned }: PlannedService): docker.Network | undefined {
    if (!planned) return undefined;
    const made = this.#bridges.get(bridgeKey(server, planned.network));
    if (!made) throw new Error(`${name}: the plan has no Docker network ${planned.network} on ${server}`);
    return made;
  }
}

/** How what belongs to the stack as a whole is placed in the state, wherever it stood before. */
function standing({ parent, before }: GroundPlace, plain: string): pulumi.CustomResourceOptions {
  return {
    ...(parent ? { parent } : {}),
    // A stack that began without Fabric and gets it moves into the component; nothing of it is made anew.
    ...(before ? { aliases: [{ name: plain, parent: before.parent ?? pulumi.rootStackResource }] } : {}),
  };
}

function bridgeKey(server: string, name: string): string {
  return `${server} ${name}`;
}
