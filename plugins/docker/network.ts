import type { Fields } from "../rpc/fields.js";
import type { Created, Kind, Operation, Recorded } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { labelMap } from "./container-spec.js";
import { DockerError, type Engine, query } from "./engine.js";

/** The parts of a network that are used. */
interface InspectedNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Scope: string;
  readonly Internal: boolean;
  readonly IPAM: { readonly Config: readonly IpamConfig[] | null };
  readonly Containers?: Readonly<Record<string, { readonly Name: string }>>;
}

interface IpamConfig {
  readonly Subnet?: string;
  readonly Gateway?: string;
  readonly IPRange?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>>;
}

/** docker.Network of one daemon. */
export function networkKind(engine: () => Engine): Kind {
  return {
    required: [],
    optional: [
      "attachable",
      "driver",
      "ingress",
      "internal",
      "ipamConfigs",
      "ipamDriver",
      "ipamOptions",
      "ipv6",
      "labels",
      "name",
      "options",
    ],
    computed: ["driver", "internal", "ipamConfigs", "options", "scope"],
    autonamed: true,
    replaces: () => true,
    sets: ["labels", "ipamConfigs"],
    create: (operation, inputs) => create(engine(), operation, inputs),
    read: (operation, recorded) => read(engine(), operation, recorded),
    delete: (operation, recorded) => remove(engine(), operation, recorded),
  };
}

async function create(engine: Engine, operation: Operation, inputs: Fields): Promise<Created> {
  const name = inputs.need("name");
  const { signal } = operation;
  const other = (await list(engine, name, signal)).find((network) => network.Name === name);
  if (other !== undefined)
    throw new Error(
      `${engine.server}: a network named ${name} exists already and is not in this stack's state (id ${other.Id.slice(0, 12)}). ` +
        `If a run was killed, ./consortium repair removes what it left behind; else remove or rename that network`,
    );
  const { body } = await engine.json<{ Id: string }>({
    what: `create network ${name}`,
    method: "POST",
    path: "/networks/create",
    body: {
      Name: name,
      CheckDuplicate: true,
      Driver: inputs.text("driver") ?? "bridge",
      Internal: inputs.flag("internal") ?? false,
      Attachable: inputs.flag("attachable") ?? false,
      Ingress: inputs.flag("ingress") ?? false,
      EnableIPv6: inputs.flag("ipv6") ?? false,
      Options: inputs.textMap("options") ?? {},
      Labels: labelMap(inputs.objects("labels")),
      IPAM: {
        Driver: inputs.text("ipamDriver") ?? "default",
        Options: inputs.textMap("ipamOptions") ?? {},
        Config: inputs.objects("ipamConfigs").map((config) => ({
          Subnet: config.text("subnet"),
          Gateway: config.text("gateway"),
          IPRange: config.text("ipRange"),
          AuxiliaryAddresses: config.textMap("auxAddress"),
        })),
      },
    },
    signal,
  });
  const made = await inspectNetwork(engine, body.Id, signal);
  return { id: body.Id, outputs: made === undefined ? {} : outputsOf(made, inputs) };
}

async function read(engine: Engine, operation: Operation, { id }: Recorded) {
  const seen = await inspectNetwork(engine, id, operation.signal);
  return seen === undefined ? undefined : { inputs: {}, outputs: { driver: seen.Driver, scope: seen.Scope } };
}

async function remove(engine: Engine, operation: Operation, { id }: Recorded): Promise<void> {
  try {
    await engine.json({
      what: `remove network ${id.slice(0, 12)}`,
      method: "DELETE",
      path: `/networks/${id}`,
      allowed: [404],
      signal: operation.signal,
    });
  } catch (error) {
    const users = Object.values(
      (await inspectNetwork(engine, id, operation.signal).catch(() => undefined))?.Containers ?? {},
    );
    if (error instanceof DockerError && users.length > 0)
      throw new Error(
        `${error.message}. Containers still in it: ${users.map((user) => user.Name).join(", ")}`,
      );
    throw error;
  }
}

async function list(engine: Engine, name: string, signal: AbortSignal): Promise<InspectedNetwork[]> {
  const filters = JSON.stringify({ name: [name] });
  return (
    await engine.json<InspectedNetwork[]>({
      what: "list networks",
      method: "GET",
      path: `/networks${query({ filters })}`,
      signal,
    })
  ).body;
}

async function inspectNetwork(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<InspectedNetwork | undefined> {
  const { status, body } = await engine.json<InspectedNetwork>({
    what: `look at network ${id}`,
    method: "GET",
    path: `/networks/${id}`,
    allowed: [404],
    signal,
  });
  return status === 404 ? undefined : body;
}

function outputsOf(network: InspectedNetwork, inputs: Fields): Props {
  return {
    driver: network.Driver,
    scope: network.Scope,
    internal: network.Internal,
    options: inputs.textMap("options") ?? {},
    ipamConfigs: (network.IPAM.Config ?? []).map((config) => ({
      subnet: config.Subnet ?? "",
      gateway: config.Gateway ?? "",
      ipRange: config.IPRange ?? "",
      auxAddress: config.AuxiliaryAddresses ?? {},
    })),
  };
}
