import type { Fields } from "../rpc/fields.js";
import type { Operation } from "../rpc/kind.js";
import { containerSpec } from "./container-spec.js";
import { DockerError, type Engine, query } from "./engine.js";
import { inspect } from "./health.js";
import { pullImage } from "./image.js";
import type { RegistryLogins } from "./registry.js";
import { uploadsTar } from "./uploads.js";

/** Creates a container, pulling its image when it is named and missing. Gives the id. @throws Error when the name is taken */
export async function createNamed(
  engine: Engine,
  registry: RegistryLogins,
  operation: Operation,
  inputs: Fields,
  name: string,
): Promise<string> {
  const call = {
    what: `create container ${name}`,
    method: "POST" as const,
    path: `/containers/create${query({ name, platform: inputs.text("platform") })}`,
    body: containerSpec(inputs),
    signal: operation.signal,
  };
  try {
    return (await engine.json<{ Id: string }>(call)).body.Id;
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    if (error.status === 409) throw await taken(engine, name, error);
    const image = inputs.need("image");
    if (error.status !== 404 || image.startsWith("sha256:")) throw error;
    await pullImage(engine, registry, operation, image, inputs.text("platform"));
    return (await engine.json<{ Id: string }>(call)).body.Id;
  }
}

async function taken(engine: Engine, name: string, cause: DockerError): Promise<Error> {
  const other = await inspect(engine, name).catch(() => undefined);
  if (other === undefined) return cause;
  return new Error(
    `${engine.server}: a container named ${name} exists already and is not in this stack's state ` +
      `(id ${other.Id.slice(0, 12)}, image ${other.Config.Image}, made ${other.Created.slice(0, 19)}, ${other.State.Status}). ` +
      `Nothing was changed. If a run was killed, ./consortium repair removes what it left behind; else remove or rename that container`,
  );
}

/** Puts the uploads into a created container and connects it to its networks. */
export async function fill(
  engine: Engine,
  operation: Operation,
  inputs: Fields,
  id: string,
  name: string,
): Promise<void> {
  const { signal } = operation;
  const uploads = inputs.objects("uploads");
  if (uploads.length > 0)
    await engine.json({
      what: `upload ${uploads.length} files into container ${name}`,
      method: "PUT",
      path: `/containers/${id}/archive?path=/`,
      body: await uploadsTar(uploads),
      signal,
    });
  const networks = inputs.objects("networksAdvanced");
  if (networks.length > 0)
    await engine.json({
      what: `take container ${name} from the default network`,
      method: "POST",
      path: "/networks/bridge/disconnect",
      body: { Container: id, Force: false },
      allowed: [403, 404, 500],
      signal,
    });
  for (const network of networks)
    await engine.json({
      what: `connect container ${name} to network ${network.need("name")}`,
      method: "POST",
      path: `/networks/${encodeURIComponent(network.need("name"))}/connect`,
      body: { Container: id, EndpointConfig: endpoint(network) },
      signal,
    });
}

function endpoint(network: Fields): object {
  const driverOpts = network.texts("driverOpts");
  return {
    Aliases: network.texts("aliases"),
    IPAMConfig: {
      IPv4Address: network.text("ipv4Address"),
      IPv6Address: network.text("ipv6Address"),
      LinkLocalIPs: network.texts("linkLocalIps"),
    },
    MacAddress: network.text("macAddress"),
    GwPriority: network.number("gwPriority"),
    DriverOpts: driverOpts && Object.fromEntries(driverOpts.map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
  };
}
