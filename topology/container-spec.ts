import type { PlannedService } from "./model/service.js";

/** A planned service with the fields by which members of a kind differ; they were part of the first specifications. */
export interface SpecifiedService extends PlannedService {
  readonly clientPort?: number;
  readonly organization?: string;
  readonly grpcPort?: number;
  readonly operationsPort?: number;
  readonly chaincodeHost?: string;
  readonly httpPort?: number;
}

/**
 * Everything that is planned for a service, as the preflight has hashed it since version 1: with the sources of its files
 * and the way it is asked whether it serves. As frozen as {@link containerSpecV1}.
 */
export function plannedV1(service: SpecifiedService): object {
  const files = service.files.map(({ path, mode, source }) => ({ path, mode, source }));
  return listV1(service, files, service.ready);
}

/**
 * What makes a container what it is, as the text that is hashed into its label `consortium.spec`: version 1 of it.
 *
 * Frozen: fields, their order and the order within `env`, `hosts` and other maps all count, and another text makes every
 * running container anew. The plan may change around it. What a container gets beside this list goes into a version 2,
 * for the services that have it only.
 */
export function containerSpecV1(service: SpecifiedService): string {
  // How it is asked whether it serves makes no other container of it, and the content of files is hashed beside this.
  const files = service.files.map(({ path, mode }) => ({ path, mode }));
  return JSON.stringify(listV1(service, files, undefined));
}

/** The frozen list. What is undefined is left out by JSON. */
function listV1(service: SpecifiedService, files: readonly object[], ready: PlannedService["ready"]): object {
  const { name, container, role, phase, server, image, command, env, hosts, stopSeconds } = service;
  const { volumes, ports, limits, bridge, healthcheck, options, binds, secrets } = service;
  // That of a sealer stands in its files.
  const id = role === "fisco-node" ? undefined : service.memberId;
  const { clientPort, organization, grpcPort, operationsPort, chaincodeHost, httpPort } = service;
  const { placed, placedMaterial } = service;
  return {
    ...{ name, container, role, phase, server, image, command, env, hosts },
    volumes: volumes.map(({ name, path, access, frozen, alsoAt }) => ({
      ...{ name, path, access, frozen },
      alsoAt: alsoAt?.map(({ path, access }) => ({ path, access })),
    })),
    files,
    ports: ports.map(({ name, port, exposure, address, authority, target }) => ({
      ...{ name, port, exposure, address, authority, target },
    })),
    limits: {
      memoryMiB: limits.memoryMiB,
      cpus: limits.cpus,
      cpuWeight: limits.cpuWeight,
      openFiles: limits.openFiles,
      heapMiB: limits.heapMiB,
    },
    ...{ stopSeconds, id, clientPort, organization, grpcPort, operationsPort, chaincodeHost, httpPort },
    bridge: bridge && { network: bridge.network, aliases: bridge.aliases },
    healthcheck: healthcheck && {
      test: healthcheck.test,
      intervalSeconds: healthcheck.intervalSeconds,
      timeoutSeconds: healthcheck.timeoutSeconds,
      retries: healthcheck.retries,
      startSeconds: healthcheck.startSeconds,
    },
    // The console's planner named it before the options, the others after them.
    ...(role === "fisco-console" ? { ready } : {}),
    options: options && {
      entrypoint: options.entrypoint,
      workingDir: options.workingDir,
      user: options.user,
      hostname: options.hostname,
      privileged: options.privileged,
      init: options.init,
      tty: options.tty,
      stdin: options.stdin,
      readOnly: options.readOnly,
      capabilities: options.capabilities && {
        add: options.capabilities.add,
        drop: options.capabilities.drop,
      },
      devices: options.devices?.map(({ from, path, permissions }) => ({ from, path, permissions })),
      securityOptions: options.securityOptions,
      shmMiB: options.shmMiB,
      stopSignal: options.stopSignal,
      sysctls: options.sysctls,
      tmpfs: options.tmpfs,
      ulimits: options.ulimits,
      dns: options.dns,
      groups: options.groups,
    },
    ready,
    binds: binds?.map(({ from, path, access }) => ({ from, path, access })),
    ...{ placed, placedMaterial },
    secrets: secrets && {
      env: secrets.env,
      command: secrets.command,
      entrypoint: secrets.entrypoint,
      healthcheck: secrets.healthcheck,
    },
  };
}
