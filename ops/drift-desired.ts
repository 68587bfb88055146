import { keyed } from "../steps/drift/inspected.js";
import { bindText } from "../topology/drift/bind-text.js";
import { stampOf } from "../topology/drift/stamp.js";
import type { ContainerSettings, Desired, DesiredContainer, DesiredHost } from "../topology/drift/types.js";
import { knownRoles, traitsOf } from "../topology/networks.js";
import { sha256 } from "../topology/sha256.js";
import { revealed } from "./revealed.js";
import { nameIn, networkOf, type StateExport, type StateResource, serverOf, stepsOf } from "./state.js";

/** Inputs of a container as `components/service` writes them. */
interface ContainerInputs {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly envs?: readonly string[];
  readonly hosts?: readonly { readonly host: string; readonly ip: string }[];
  /** Data volumes by name, and paths of the server. */
  readonly volumes?: readonly {
    readonly volumeName?: string;
    readonly hostPath?: string;
    readonly containerPath: string;
    readonly readOnly?: boolean;
  }[];
  readonly networksAdvanced?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly internal: number; readonly external?: number; readonly ip?: string }[];
  readonly uploads?: readonly {
    readonly file: string;
    readonly content?: string;
    readonly contentBase64?: string;
  }[];
  readonly labels?: readonly { readonly label: string; readonly value?: string }[];
  readonly networkMode?: string;
  readonly memory?: number;
  readonly cpus?: string;
  readonly restart?: string;
}

/**
 * What was applied, by the state: every container, image and volume that the engine made, and how each server was
 * prepared. Where the export holds no secrets in clear, files that hold keys are not compared.
 */
export function desiredByState(stack: string, state: StateExport): Desired {
  const resources = (state.deployment?.resources ?? []).filter(
    (one) => one.delete !== true && one.pendingReplacement !== true,
  );
  const network = networkOf(state);
  const ofType = (type: string) =>
    resources.flatMap((resource) => {
      const server = serverOf(resource);
      return resource.type === type && server !== undefined ? [{ server, resource }] : [];
    });
  return {
    stack,
    ...(network === undefined ? {} : { network }),
    containers: ofType("docker:index/container:Container").map(({ server, resource }) =>
      containerOf(server, resource),
    ),
    images: ofType("docker:index/remoteImage:RemoteImage").map(({ server, resource }) => {
      const id = resource.outputs?.imageId;
      return {
        server,
        reference: String(resource.inputs?.name),
        ...(typeof id === "string" ? { id } : {}),
      };
    }),
    volumes: ofType("docker:index/volume:Volume").map(({ server, resource }) => ({
      server,
      name: String(resource.inputs?.name),
    })),
    bridges: ofType("docker:index/network:Network").map(({ server, resource }) => ({
      server,
      ...bridgeOf(revealed(resource.inputs) as BridgeInputs),
    })),
    hosts: hostsOf(resources, state),
  };
}

function containerOf(server: string, { id, inputs }: StateResource): DesiredContainer {
  const { uploads, ...rest } = inputs ?? {};
  const {
    name,
    image,
    command,
    envs = [],
    hosts = [],
    volumes = [],
    labels = [],
    networkMode = "default",
    networksAdvanced = [],
    ports = [],
    memory = 0,
    cpus = "0",
    restart = "no",
  } = revealed(rest) as ContainerInputs;
  const label = (wanted: string) => labels.find((one) => one.label === wanted)?.value;
  const spec = label("consortium.spec");
  return {
    server,
    name,
    ...(id === undefined ? {} : { id }),
    settings: {
      ...(image === undefined ? {} : { image }),
      ...(spec === undefined ? {} : { spec }),
      ...(command === undefined ? {} : { command }),
      env: keyed(envs, "="),
      hosts: Object.fromEntries(hosts.map(({ host, ip }) => [host, ip])),
      volumes: Object.fromEntries(
        volumes.flatMap(({ volumeName, containerPath }) =>
          volumeName === undefined ? [] : [[containerPath, volumeName]],
        ),
      ),
      network: networkMode,
      ...(networksAdvanced.length > 0
        ? {
            bridges: networksAdvanced.map((one) => one.name),
            ports: Object.fromEntries(
              ports.map(({ ip, external, internal }) => [`${ip ?? ""}:${external ?? ""}`, String(internal)]),
            ),
          }
        : {}),
      ...bindsOf(volumes),
      memoryMiB: memory,
      cpus: Number(cpus),
      restart,
    },
    files: filesOf(revealed(uploads) as ContainerInputs["uploads"], label("consortium.role") ?? ""),
  };
}

function bindsOf(volumes: NonNullable<ContainerInputs["volumes"]>): Pick<ContainerSettings, "binds"> {
  const binds = volumes.flatMap(({ hostPath, containerPath, readOnly }) =>
    hostPath === undefined ? [] : [[containerPath, bindText(hostPath, readOnly ? "read" : "write")]],
  );
  return binds.length === 0 ? {} : { binds: Object.fromEntries(binds) };
}

/** Inputs of a Docker network as `components/server/bridge` writes them. */
interface BridgeInputs {
  readonly name: string;
  readonly ipamConfigs?: readonly { readonly subnet?: string }[];
}

function bridgeOf({ name, ipamConfigs = [] }: BridgeInputs) {
  return { name, subnet: ipamConfigs[0]?.subnet ?? "" };
}

function filesOf(uploads: ContainerInputs["uploads"], role: string): Record<string, string> {
  // A state may hold what a later release does not know.
  const rewrites = knownRoles.has(role) ? traitsOf(role).rewrites : undefined;
  const compared = (uploads ?? []).filter(({ file }) => !rewrites?.includes(file));
  return Object.fromEntries(
    compared.flatMap(({ file, content, contentBase64 }) => {
      if (content !== undefined) return [[file, sha256(content)]];
      return contentBase64 === undefined ? [] : [[file, sha256(Buffer.from(contentBase64, "base64"))]];
    }),
  );
}

/** Each prepared server with the hash its script stamps, and the quorums that have formed on it. */
function hostsOf(resources: readonly StateResource[], state: StateExport): DesiredHost[] {
  const formed = stepsOf(state)
    .filter(({ step }) => step === "formed")
    .flatMap(({ spec }) => {
      const { name, members } = spec.quorum as {
        readonly name: string;
        readonly members: readonly { readonly server: { readonly name: string } }[];
      };
      return members.map(({ server }) => ({ quorum: name, server: server.name }));
    });
  return resources.flatMap((resource) => {
    const name = nameIn(resource.urn);
    if (resource.type !== "command:remote:Command" || !name.endsWith("-prepare")) return [];
    const server = name.slice(0, -"-prepare".length);
    const stdin = revealed(resource.inputs?.stdin);
    const script = typeof stdin === "string" ? stampOf(stdin, "prepare") : undefined;
    return [
      {
        server,
        ...(script === undefined ? {} : { script }),
        formed: [...new Set(formed.filter((one) => one.server === server).map(({ quorum }) => quorum))],
      },
    ];
  });
}
