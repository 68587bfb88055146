import type { Fields } from "../rpc/fields.js";
import type { Created, Kind, Operation, Recorded } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { labelMap } from "./container-spec.js";
import { DockerError, type Engine } from "./engine.js";

/** The parts of a volume that are used. */
interface InspectedVolume {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** docker.Volume of one daemon. */
export function volumeKind(engine: () => Engine): Kind {
  return {
    required: [],
    optional: ["driver", "driverOpts", "labels", "name"],
    refused: { cluster: "cluster volumes need a swarm" },
    computed: ["mountpoint"],
    autonamed: true,
    replaces: () => true,
    sets: ["labels"],
    defaults: { driver: "local" },
    create: (operation, inputs) => create(engine(), operation, inputs),
    read: (operation, recorded) => read(engine(), operation, recorded),
    delete: (operation, recorded) => remove(engine(), operation, recorded),
  };
}

/** As with the official provider a volume of that name that exists already is used; other labels are pointed out. */
async function create(engine: Engine, operation: Operation, inputs: Fields): Promise<Created> {
  const name = inputs.need("name");
  const labels = labelMap(inputs.objects("labels"));
  const { body } = await engine.json<InspectedVolume>({
    what: `create volume ${name}`,
    method: "POST",
    path: "/volumes/create",
    body: {
      Name: name,
      Driver: inputs.text("driver") ?? "local",
      DriverOpts: inputs.textMap("driverOpts") ?? {},
      Labels: labels,
    },
    signal: operation.signal,
  });
  const other = Object.entries(labels).filter(([label, value]) => body.Labels?.[label] !== value);
  if (other.length > 0)
    operation.log(
      "warning",
      `${engine.server}: volume ${name} existed already and keeps its own labels (${other.map(([label]) => label).join(", ")} differ): look whether its data belongs here`,
    );
  return { id: body.Name, outputs: outputsOf(body) };
}

async function read(engine: Engine, operation: Operation, { id }: Recorded) {
  const { status, body } = await engine.json<InspectedVolume>({
    what: `look at volume ${id}`,
    method: "GET",
    path: `/volumes/${encodeURIComponent(id)}`,
    allowed: [404],
    signal: operation.signal,
  });
  return status === 404 ? undefined : { inputs: {}, outputs: outputsOf(body) };
}

async function remove(engine: Engine, operation: Operation, { id }: Recorded): Promise<void> {
  try {
    await engine.json({
      what: `remove volume ${id}`,
      method: "DELETE",
      path: `/volumes/${encodeURIComponent(id)}`,
      allowed: [404],
      signal: operation.signal,
    });
  } catch (error) {
    if (error instanceof DockerError && error.status === 409)
      throw new Error(
        `${error.message}. Remove the container that uses it: docker ps -a --filter volume=${id}`,
      );
    throw error;
  }
}

function outputsOf(volume: InspectedVolume): Props {
  return { mountpoint: volume.Mountpoint };
}
