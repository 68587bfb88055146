import type * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { loadImageSpec, pushImagesSpec, type RegistryEndpoint } from "../../steps/images/specs.js";
import type { ResolvedImage } from "../../topology/images/catalogue.js";
import { deliveryName } from "../../topology/images/delivery-name.js";
import type { PlannedService } from "../../topology/model/service.js";
import type { NetworkIdentity } from "../network-identity.js";
import type { Server } from "../server/server.js";
import { createContainer, dataVolume, describeContainer } from "../service/service.js";
import { step } from "../step.js";
import type { RegistryAccess } from "./registry.js";

/** The stack's own registry as planned, and who may use it. */
export interface OwnRegistry {
  readonly service: PlannedService;
  readonly access: RegistryAccess;
  /** What its volume and container are made after, and go before. */
  readonly after: readonly pulumi.Resource[];
}

export interface ImagesArgs {
  readonly images: readonly ResolvedImage[];
  /** Server by name. */
  readonly server: (name: string) => Server;
  readonly network: NetworkIdentity;
  readonly registry?: OwnRegistry;
}

/** Seconds the registry may take to answer; it starts in less than one. */
const registryDeadlineSeconds = 120;

/**
 * Brings every image to the servers that run it: from the user's registry, from our own (each archive leaves the
 * operator's machine once and the servers pull side by side), or loaded directly.
 */
export class Images extends pulumi.ComponentResource {
  /** By server, then by the image's name in full. */
  readonly #present = new Map<string, Map<string, docker.RemoteImage>>();
  readonly #args: ImagesArgs;

  constructor(name: string, args: ImagesArgs, opts: pulumi.ComponentResourceOptions) {
    super("consortium:images:Images", name, {}, opts);
    this.#args = args;
    const { images } = args;

    const loads = new Map<string, command.local.Command>();
    for (const server of new Set(images.flatMap((image) => image.servers)))
      for (const spec of [loadImageSpec(images, args.server(server).forSteps)])
        if (spec)
          loads.set(
            server,
            step(
              `${server}-load-images`,
              { step: "load-image", spec },
              { parent: this, dependsOn: [args.server(server).prepared] },
            ),
          );

    for (const image of images) {
      if (image.kind === "reference") this.#bring(image, () => []);
      if (image.kind === "loaded")
        this.#bring(image, (server) => [loads.get(server)].filter((l) => l !== undefined));
    }
    const filled = args.registry && this.#fillRegistry(name, args.registry);
    for (const image of images)
      if (image.kind === "registry") this.#bring(image, () => (filled ? [filled] : []));
    this.registerOutputs({});
  }

  /** Id of a service's image on the service's server. */
  idFor(service: PlannedService): pulumi.Output<string> {
    const image = this.#present.get(service.server)?.get(service.image);
    if (!image) throw new Error(`image ${service.image} is not delivered to ${service.server}`);
    return image.imageId;
  }

  #bring(image: ResolvedImage, dependsOn: (server: string) => pulumi.Resource[]): void {
    for (const server of image.servers) {
      const others = this.#args.images
        .filter(({ servers }) => servers.includes(server))
        .map(({ name }) => name);
      const brought = new docker.RemoteImage(
        `${deliveryName(image.name, others)}-on-${server}`,
        { name: image.reference, keepLocally: false },
        { parent: this, provider: this.#args.server(server).provider, dependsOn: dependsOn(server) },
      );
      const present = this.#present.get(server) ?? new Map<string, docker.RemoteImage>();
      this.#present.set(server, present.set(image.name, brought));
    }
  }

  #fillRegistry(name: string, { service, access, after }: OwnRegistry): command.local.Command | undefined {
    const { network } = this.#args;
    const server = this.#args.server(service.server);
    const registry: RegistryEndpoint = {
      server: server.forSteps,
      port: service.ports[0]?.port ?? 0,
      username: access.username,
    };
    const push = pushImagesSpec(this.#args.images, registry);
    // Images are not the network's data: they go with the stack.
    const volumes = service.volumes.map((volume) =>
      dataVolume(service, volume, network, {
        parent: this,
        provider: server.provider,
        keep: false,
        dependsOn: [...after],
      }),
    );
    const described = describeContainer({
      service,
      network,
      imageId: this.idFor(service),
      material: access.material,
    });
    const container = createContainer(service, described, server, {
      parent: this,
      dependsOn: [...after, ...volumes],
    });
    const secrets = { password: access.password, caCertificate: access.caPem };
    const ready = step(
      `${name}-registry-ready`,
      {
        step: "registry-ready",
        spec: {
          step: "registry-ready",
          registry,
          container: service.container,
          deadlineSeconds: registryDeadlineSeconds,
          // Binds the gate to the container: a new one is waited for.
          id: container.id,
        },
        secrets,
      },
      { parent: this, dependsOn: [container] },
    );
    return (
      push &&
      step(
        `${name}-push`,
        {
          step: "push-images",
          // An emptied registry is filled again.
          spec: { ...push, volumes: volumes.map((volume) => volume.id) },
          secrets,
        },
        { parent: this, dependsOn: [ready] },
      )
    );
  }
}
