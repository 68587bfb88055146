import type { ContainerSettings, SeenContainer } from "../../topology/drift/types.js";

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
    readonly RestartPolicy: { readonly Name: string };
    /** `name:address`. */
    readonly ExtraHosts: readonly string[] | null;
  };
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Destination: string }[];
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

function settingsOf({ Image, Config, HostConfig, Mounts }: InspectedContainer): ContainerSettings {
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
    memoryMiB: HostConfig.Memory / 1024 ** 2,
    cpus: HostConfig.NanoCpus / 1e9,
    restart: HostConfig.RestartPolicy.Name,
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
