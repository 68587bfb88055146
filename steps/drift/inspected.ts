import { bindText } from "../../topology/drift/bind-text.js";
import type { ContainerSettings, SeenContainer } from "../../topology/drift/types.js";

interface PortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** The part of `docker container inspect` that is compared. */
export interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  /** Id of its image. */
  readonly Image: string;
  readonly State: { readonly Status: string; readonly ExitCode: number };
  readonly Config: {
    readonly Env: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: {
    /** Bytes. */
    readonly Memory: number;
    /** Billionths of a processor. */
    readonly NanoCpus: number;
    readonly NetworkMode: string;
    readonly PortBindings?: Readonly<Record<string, readonly PortBinding[] | null>> | null;
    readonly RestartPolicy: { readonly Name: string };
    /** `name:address`. */
    readonly ExtraHosts: readonly string[] | null;
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source?: string;
    readonly Destination: string;
    readonly RW?: boolean;
  }[];
  readonly NetworkSettings?: { readonly Networks: Readonly<Record<string, unknown>> | null };
}

/** A container as Docker tells of it, in the form in which it is compared. */
export function seenContainer(inspected: InspectedContainer): SeenContainer {
  const { State, Config } = inspected;
  const role = Config.Labels?.["consortium.role"];
  return {
    id: inspected.Id,
    status: State.Status,
    exitCode: State.ExitCode,
    ...(role === undefined ? {} : { role }),
    settings: settingsOf(inspected),
  };
}

function settingsOf({
  Image,
  Config,
  HostConfig,
  Mounts,
  NetworkSettings,
}: InspectedContainer): ContainerSettings {
  const spec = Config.Labels?.["consortium.spec"];
  return {
    image: Image,
    ...(spec === undefined ? {} : { spec }),
    command: Config.Cmd ?? [],
    env: keyed(Config.Env ?? [], "="),
    hosts: keyed(HostConfig.ExtraHosts ?? [], ":"),
    volumes: Object.fromEntries(
      Mounts.filter(({ Type }) => Type === "volume").map(({ Name, Destination }) => [
        Destination,
        Name ?? "",
      ]),
    ),
    network: HostConfig.NetworkMode,
    ...(HostConfig.NetworkMode === "host"
      ? {}
      : {
          bridges: Object.keys(NetworkSettings?.Networks ?? {}),
          ports: portsOf(HostConfig.PortBindings ?? {}),
        }),
    ...bindsOf(Mounts),
    memoryMiB: HostConfig.Memory / 1024 ** 2,
    cpus: HostConfig.NanoCpus / 1e9,
    restart: HostConfig.RestartPolicy.Name,
  };
}

/** `8080/tcp` in the container, at each address where it is published. */
function portsOf(bindings: Readonly<Record<string, readonly PortBinding[] | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([inside, bound]) =>
      (bound ?? []).map(({ HostIp, HostPort }) => [`${HostIp}:${HostPort}`, inside.replace(/\/tcp$/, "")]),
    ),
  );
}

function bindsOf(mounts: InspectedContainer["Mounts"]): Pick<ContainerSettings, "binds"> {
  const binds = mounts.filter(({ Type }) => Type === "bind");
  if (binds.length === 0) return {};
  return {
    binds: Object.fromEntries(
      binds.map(({ Source = "", Destination, RW }) => [
        Destination,
        bindText(Source, RW === false ? "read" : "write"),
      ]),
    ),
  };
}

/** `key<separator>value` pairs as a map; the value may hold the separator. */
export function keyed(pairs: readonly string[], separator: string): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf(separator);
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + separator.length)];
    }),
  );
}
