import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { cpusText } from "../../topology/as-read.js";
import { everyContainer } from "../../topology/container.js";
import { containerSpecV1 } from "../../topology/container-spec.js";
import type { PlannedFile, PlannedService, PlannedVolume } from "../../topology/model/service.js";
import { byName } from "../../topology/names.js";
import { sha256 } from "../../topology/sha256.js";
import type { NetworkIdentity } from "../network-identity.js";
import type { Server } from "../server/server.js";
import type { Material } from "./material.js";
import { bindArgs, furtherUlimits, packageArgs } from "./package-args.js";
import { plainEnv, secretArgs, secretFields } from "./secret-args.js";

/** What a service needs besides its plan. */
export interface ServiceArgs {
  readonly service: PlannedService;
  readonly network: NetworkIdentity;
  /** The image's id on that server. */
  readonly imageId: pulumi.Input<string>;
  /** Content of the files that name material or blocks. Keys are secret. */
  readonly material: Material;
  /** Name of its Docker network, as that resource tells it: when the network is made anew, its services go first. */
  readonly bridge?: pulumi.Input<string>;
}

/** Labels by which `ops` finds what is ours and by which data of another network is told apart. */
function labels(network: NetworkIdentity, service: PlannedService): docker.types.input.ContainerLabel[] {
  return [
    { label: "consortium.network", value: network.id },
    { label: "consortium.role", value: service.role },
    { label: "consortium.service", value: service.name },
    { label: "consortium.stack", value: network.stack },
  ];
}

/** Content of a planned file, secret where it is a key. */
function contentOf(file: PlannedFile, material: Material): pulumi.Output<string> {
  if (file.source.kind === "text") return pulumi.output(file.source.text);
  const content = material.get(file.source.name);
  if (!content) throw new Error(`${file.path}: no material named ${file.source.name}`);
  return content;
}

/**
 * One of a service's data volumes. It is never deleted with its resource: dropping a service from the configuration
 * or replacing a resource keeps the data, and only an explicit teardown or purge removes it.
 */
export function dataVolume(
  service: PlannedService,
  volume: PlannedVolume,
  network: NetworkIdentity,
  opts: pulumi.CustomResourceOptions & { readonly keep: boolean },
): docker.Volume {
  const { keep, ...rest } = opts;
  const frozen = Object.entries(volume.frozen).map(([key, value]) => ({
    label: `consortium.frozen.${key}`,
    value,
  }));
  return new docker.Volume(
    volume.name,
    { name: volume.name, driver: "local", labels: [...frozen, ...labels(network, service)] },
    // A label cannot change in place; frozen values are compared by the preflight and the founding record instead.
    { ...rest, protect: keep, retainOnDelete: true, ignoreChanges: ["labels"] },
  );
}

/** Fields that Docker cannot change in place although the plugin plans an update. */
const replacedByHand = ["healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota"];

/** A service's container as it should run, before it is made. */
export interface DescribedContainer {
  readonly args: docker.ContainerArgs;
  /** Hash of everything that makes it what it is; the running container carries it as label `consortium.spec`. */
  readonly spec: pulumi.Output<string>;
}

/** Describes a service's container: a gate compares its `spec` with what runs before anything is replaced. */
export function describeContainer(args: ServiceArgs): DescribedContainer {
  const { service, network, bridge } = args;
  if (service.bridge && bridge === undefined)
    throw new Error(`${service.name}: its Docker network is not made`);
  const uploads = pulumi.all(
    service.files.map((file) =>
      contentOf(file, args.material).apply((content) => ({
        file: file.path,
        permissions: file.mode,
        ...(file.source.kind === "block" ? { contentBase64: content } : { content }),
      })),
    ),
  );
  const placed = placedDigest(service, args.material);
  const plan = containerSpecV1(service);
  // A digest of high-entropy keys tells nothing about them, so it may be seen.
  const spec = pulumi.unsecret(
    pulumi
      .all([args.imageId, uploads, network.id, ...(service.placedMaterial ? [placed] : [])])
      .apply((parts) =>
        createHash("sha256")
          .update(JSON.stringify([plan, ...parts]))
          .digest("hex")
          .slice(0, 16),
      ),
  );
  return {
    spec,
    args: {
      name: service.container,
      image: args.imageId,
      ...(service.command.length > 0 ? { command: [...service.command] } : {}),
      ...everyContainer,
      envs: plainEnv(service.env).sort(),
      hosts: Object.entries(service.hosts)
        .map(([host, ip]) => ({ host, ip }))
        .sort((a, b) => byName(a.host, b.host)),
      volumes: [
        ...service.volumes.flatMap(({ name, path, access, alsoAt = [] }) =>
          [{ path, access }, ...alsoAt].map((mount) => ({
            volumeName: name,
            containerPath: mount.path,
            ...(mount.access === "read" ? { readOnly: true } : {}),
          })),
        ),
        ...bindArgs(service),
      ],
      ...(service.files.length > 0 ? { uploads } : {}),
      memory: service.limits.memoryMiB,
      memorySwap: service.limits.memoryMiB,
      ...(service.limits.cpuWeight === undefined
        ? { cpus: cpusText(service.limits.cpus) }
        : { cpuShares: service.limits.cpuWeight }),
      ulimits: [
        { name: "nofile", soft: service.limits.openFiles, hard: service.limits.openFiles },
        ...furtherUlimits(service),
      ],
      destroyGraceSeconds: service.stopSeconds,
      stopTimeout: service.stopSeconds,
      labels: [
        ...labels(network, service),
        ...(placed === undefined ? [] : [{ label: "consortium.files", value: placed }]),
        { label: "consortium.spec", value: spec },
      ],
      ...packageArgs(service, bridge),
      ...secretArgs(service, args.material),
    },
  };
}

/** Digest of what is placed for a service on its server, with the content of the material among it. */
function placedDigest(
  { name, placed, placedMaterial }: PlannedService,
  material: Material,
): pulumi.Input<string> | undefined {
  if (placed === undefined || placedMaterial === undefined) return placed;
  const contents = placedMaterial.map((one) => {
    const content = material.get(one);
    if (!content) throw new Error(`${name}: no material named ${one}`);
    return content;
  });
  // Certificates and keys of high entropy: their digest may be seen.
  return pulumi.unsecret(
    pulumi.all(contents).apply((known) => sha256(JSON.stringify([placed, ...known])).slice(0, 16)),
  );
}

/** Makes a described container on its server. */
export function createContainer(
  service: PlannedService,
  described: DescribedContainer,
  server: Server,
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  return new docker.Container(service.container, described.args, {
    ...opts,
    provider: server.provider,
    // Docker tells them as they are; what it told is in the state, too.
    ...(service.secrets ? { additionalSecretOutputs: [...secretFields] } : {}),
    deleteBeforeReplace: true,
    replaceOnChanges: replacedByHand,
  });
}
