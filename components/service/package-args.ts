import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { capabilityNames } from "../../topology/as-read.js";
import { goDuration } from "../../topology/go-duration.js";
import type {
  ContainerOptions,
  Healthcheck,
  PlannedPort,
  PlannedService,
} from "../../topology/model/service.js";
import { byName, sortedEntries } from "../../topology/names.js";

/** What a service of a vendor's package asks of its container besides what every container of ours has. */
export function packageArgs(
  { bridge, ports, healthcheck, options = {} }: PlannedService,
  network: pulumi.Input<string> | undefined,
): Partial<docker.ContainerArgs> {
  return {
    ...(bridge && network !== undefined
      ? {
          // The provider makes it in Docker's default network and moves it before it starts.
          networkMode: "bridge",
          networksAdvanced: [{ name: network, aliases: [...bridge.aliases].sort(byName) }],
          ports: published(ports),
        }
      : {}),
    ...(healthcheck ? { healthcheck: healthcheckArgs(healthcheck) } : {}),
    ...optionArgs(options),
  };
}

/** In the order in which the provider reads them back: by the container's port, as text. */
function published(ports: readonly PlannedPort[]): docker.types.input.ContainerPort[] {
  return ports
    .map(({ address, port, target = port }) => ({ internal: target, external: port, ip: address }))
    .sort((a, b) => byName(String(a.internal), String(b.internal)) || a.external - b.external);
}

/** A check as the provider reads it back. */
export function healthcheckArgs({
  test,
  intervalSeconds,
  timeoutSeconds,
  retries,
  startSeconds,
}: Healthcheck): docker.types.input.ContainerHealthcheck {
  return {
    tests: [...test],
    interval: goDuration(intervalSeconds * 1000),
    timeout: goDuration(timeoutSeconds * 1000),
    retries,
    startPeriod: goDuration(startSeconds * 1000),
  };
}

function optionArgs(options: ContainerOptions): Partial<docker.ContainerArgs> {
  const { entrypoint, capabilities, devices, securityOptions, shmMiB, dns, groups } = options;
  const { workingDir, user, hostname, privileged, init, stopSignal, sysctls, tmpfs } = options;
  const { tty, stdin, readOnly } = options;
  return present({
    tty,
    stdinOpen: stdin,
    readOnly,
    entrypoints: entrypoint && [...entrypoint],
    workingDir,
    user,
    hostname,
    privileged,
    init,
    capabilities: capabilities && {
      adds: capabilityNames(capabilities.add),
      drops: capabilityNames(capabilities.drop),
    },
    devices: devices?.map(({ from, path, permissions }) => ({
      hostPath: from,
      containerPath: path,
      permissions,
    })),
    securityOpts: securityOptions && [...securityOptions],
    shmSize: shmMiB,
    stopSignal,
    sysctls: sysctls && { ...sysctls },
    tmpfs: tmpfs && { ...tmpfs },
    dns: dns && [...dns],
    groupAdds: groups && [...groups],
  });
}

/** The limits that a package names besides the open files. */
export function furtherUlimits({ options }: PlannedService): docker.types.input.ContainerUlimit[] {
  return sortedEntries(options?.ulimits ?? {}).map(([name, { soft, hard }]) => ({ name, soft, hard }));
}

/** Binds after the data volumes, as Docker's provider has both in one list. */
export function bindArgs({ binds = [] }: PlannedService): docker.types.input.ContainerVolume[] {
  return binds.map(({ from, path, access }) => ({
    hostPath: from,
    containerPath: path,
    readOnly: access === "read",
  }));
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not given: an absent field and one that is undefined are not the same to the engine. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
