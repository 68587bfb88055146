import type { PlannedService } from "./types.js";

/** A planned service with the fields by which members of a kind differ; they were part of the first specifications. */
export interface SpecifiedService extends PlannedService {
  readonly id?: number;
  readonly clientPort?: number;
  readonly organization?: string;
  readonly grpcPort?: number;
  readonly operationsPort?: number;
  readonly chaincodeHost?: string;
  readonly httpPort?: number;
}

/**
 * What makes a container what it is, as the text that is hashed into its label `consortium.spec`: version 1 of it.
 *
 * Frozen: fields, their order and the order within `env`, `hosts` and other maps all count, and another text makes every
 * running container anew. The plan may change around it. What a container gets beside this list goes into a version 2,
 * for the services that have it only.
 */
export function containerSpecV1(service: SpecifiedService): string {
  const { name, container, role, phase, server, image, command, env, hosts, stopSeconds } = service;
  const { volumes, files, ports, limits, bridge, healthcheck, options, binds, secrets } = service;
  const { id, clientPort, organization, grpcPort, operationsPort, chaincodeHost, httpPort } = service;
  const { placed, placedMaterial } = service;
  // JSON leaves out what is undefined.
  return JSON.stringify({
    ...{ name, container, role, phase, server, image, command, env, hosts },
    volumes: volumes.map(({ name, path, access, frozen, alsoAt }) => ({
      ...{ name, path, access, frozen },
      alsoAt: alsoAt?.map(({ path, access }) => ({ path, access })),
    })),
    files: files.map(({ path, mode }) => ({ path, mode })),
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
    binds: binds?.map(({ from, path, access }) => ({ from, path, access })),
    ...{ placed, placedMaterial },
    secrets: secrets && {
      env: secrets.env,
      command: secrets.command,
      entrypoint: secrets.entrypoint,
      healthcheck: secrets.healthcheck,
    },
  });
}
