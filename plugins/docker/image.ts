import type { Fields } from "../rpc/fields.js";
import { Fields as FieldsOf } from "../rpc/fields.js";
import type { Created, Kind, Operation, Recorded } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { DockerError, type Engine, query } from "./engine.js";
import { parseImageName, type RegistryLogins } from "./registry.js";

/** The parts of `GET /images/x/json` that are used. */
interface InspectedImage {
  readonly Id: string;
  readonly RepoDigests: readonly string[] | null;
}

/** docker.RemoteImage of one daemon: a local image is taken, a missing one pulled. */
export function imageKind(engine: () => Engine, registry: () => RegistryLogins): Kind {
  return {
    required: ["name"],
    optional: ["forceRemove", "keepLocally", "platform", "pullTriggers", "triggers"],
    refused: { build: "build the image beforehand and push it to a registry or load it" },
    computed: ["imageId", "repoDigest"],
    replaces: (key) => ["name", "platform", "pullTriggers", "triggers"].includes(key),
    sets: ["pullTriggers"],
    create: (operation, inputs) => create(engine(), registry(), operation, inputs),
    read: (operation, recorded) => read(engine(), operation, recorded),
    delete: (operation, recorded) => remove(engine(), operation, recorded),
  };
}

async function create(
  engine: Engine,
  registry: RegistryLogins,
  operation: Operation,
  inputs: Fields,
): Promise<Created> {
  const name = inputs.need("name");
  let image = await inspectImage(engine, name, operation.signal);
  if (image === undefined) {
    await pullImage(engine, registry, operation, name, inputs.text("platform"));
    image = await inspectImage(engine, name, operation.signal);
  }
  if (image === undefined) throw new Error(`${engine.server}: image ${name} was pulled but is not there`);
  return { id: image.Id + name, outputs: outputsOf(image, name) };
}

async function read(engine: Engine, operation: Operation, { inputs }: Recorded) {
  const name = new FieldsOf(inputs).need("name");
  const image = await inspectImage(engine, name, operation.signal);
  return image === undefined ? undefined : { inputs: {}, outputs: outputsOf(image, name) };
}

async function remove(engine: Engine, operation: Operation, { inputs }: Recorded): Promise<void> {
  const wanted = new FieldsOf(inputs);
  if (wanted.flag("keepLocally") === true) return;
  const name = wanted.need("name");
  try {
    await engine.json({
      what: `remove image ${name}`,
      method: "DELETE",
      path: `/images/${encodeURIComponent(name)}${query({ force: wanted.flag("forceRemove") })}`,
      allowed: [404],
      signal: operation.signal,
    });
  } catch (error) {
    if (error instanceof DockerError && error.status === 409)
      throw new Error(`${error.message}. Set keepLocally: true for images that others use, too`);
    throw error;
  }
}

async function inspectImage(
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<InspectedImage | undefined> {
  const { status, body } = await engine.json<InspectedImage>({
    what: `look for image ${name}`,
    method: "GET",
    path: `/images/${encodeURIComponent(name)}/json`,
    allowed: [404],
    signal,
  });
  return status === 404 ? undefined : body;
}

/** Pulls an image with the login of its registry. @throws Error that names server, image and remedy. */
export async function pullImage(
  engine: Engine,
  registry: RegistryLogins,
  operation: Operation,
  name: string,
  platform: string | undefined,
): Promise<void> {
  const image = parseImageName(name);
  const what = `pull image ${name}`;
  const remedy = `Check that ${engine.server} reaches ${image.registry}, that the image is there and that registryAuth holds its login; or load the image (docker load)`;
  try {
    await engine.lines(
      {
        what,
        method: "POST",
        path: `/images/create${query({ fromImage: image.repository, tag: image.version, platform })}`,
        headers: registry.header(image),
        signal: operation.signal,
      },
      ({ error }) => {
        if (error !== undefined) throw new Error(`${engine.server}: ${what}: ${error}`);
      },
    );
  } catch (error) {
    if (operation.signal.aborted) throw error;
    throw new Error(`${error instanceof Error ? error.message : error}. ${remedy}`);
  }
}

function outputsOf(image: InspectedImage, name: string): Props {
  const { repository } = parseImageName(name);
  const digests = image.RepoDigests ?? [];
  const own = digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? "";
  return { imageId: image.Id, repoDigest: own };
}
