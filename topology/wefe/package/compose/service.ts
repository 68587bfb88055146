import type { PackageFiles, VendorDependency, VendorService } from "../types.js";
import type { Cursor } from "./cursor.js";
import { readEnvironment } from "./environment.js";
import type { Lookup } from "./interpolate.js";
import { type MountContext, readMounts } from "./mounts.js";
import { readAttachment } from "./network.js";
import { present, readOptions, readUlimits } from "./options.js";
import { readPorts } from "./ports.js";
import { readCommand, readHealthcheck } from "./process.js";
import { judgeRestart, limitsOf, onlyOne, readDeploy } from "./resources.js";

/** What a service is read with. */
export interface ServiceContext extends MountContext {
  readonly files: Pick<PackageFiles, "entries" | "text">;
  /** Folder of its compose file. */
  readonly folder: string;
  /** Values of variables. */
  readonly lookup: Lookup;
}

/** Docker's own time between SIGTERM and SIGKILL. */
const dockerStopSeconds = 10;

/** Reads a service, its `extends` resolved already. Findings go to the cursor; nothing comes when it has no image. */
export function readService(
  name: string,
  cursor: Cursor,
  context: ServiceContext,
): VendorService | undefined {
  const keys = cursor.known("service");
  const { mounts, tmpfs } = keys.volumes ? readMounts(keys.volumes, context) : { mounts: [], tmpfs: {} };
  const deploy = keys.deploy ? readDeploy(keys.deploy) : {};
  const older = limitsOf(keys.mem_limit, keys.cpus);
  const { ulimits, openFiles } = readUlimits(keys.ulimits);
  if (keys.scale) onlyOne(keys.scale);
  if (keys.restart) judgeRestart(keys.restart);
  const image = keys.image === undefined ? noImage(cursor) : keys.image.text();
  const attachment = readAttachment(keys.network_mode, keys.networks);
  const ports = keys.ports ? readPorts(keys.ports) : [];
  if (attachment?.kind === "host" && ports.length > 0)
    keys.ports?.refuse("publishes ports of a service on the server's own network", "take them out");
  const options = readOptions(keys, { tmpfs, ulimits });
  const service = present<Omit<VendorService, "image" | "attachment">>({
    name,
    folder: context.folder,
    place: cursor.at,
    platform: keys.platform && readPlatform(keys.platform),
    command: (keys.command && readCommand(keys.command)) ?? [],
    env: readEnvironment(keys.environment, keys.env_file, context.files, context.lookup),
    hosts: readHosts(keys.extra_hosts),
    ports,
    mounts,
    limits: { ...older, ...deploy, ...(openFiles === undefined ? {} : { openFiles }) },
    dependsOn: readDependencies(keys.depends_on),
    containerName: keys.container_name?.text(),
    stopSeconds: Math.ceil(keys.stop_grace_period?.seconds() ?? dockerStopSeconds),
    healthcheck: keys.healthcheck && readHealthcheck(keys.healthcheck),
    options,
  });
  if (image === undefined || attachment === undefined) return undefined;
  return { ...service, image, attachment };
}

function noImage(cursor: Cursor): undefined {
  // That it is built is said already.
  if (cursor.value.kind === "map" && cursor.value.entries.has("build")) return undefined;
  return cursor.complain("compose-value", {
    message: "the service has no image",
    remedy: "name one by `image`: images come ready, from archives",
  });
}

function readHosts(cursor: Cursor | undefined): Record<string, string> {
  const hosts: Record<string, string> = {};
  for (const [name, item, address] of cursor?.keyed(["=", ":"]) ?? []) {
    const bare = (address ?? "").replace(/^\[(.*)\]$/, "$1");
    if (bare === "" || bare.includes(","))
      item.refuse("gives a name no address, or several", "write NAME:ADDRESS");
    else if (hosts[name] !== undefined && hosts[name] !== bare)
      item.refuse(`gives ${name} a second address`, "keep one of them");
    else hosts[name] = bare;
  }
  return hosts;
}

function readDependencies(cursor: Cursor | undefined): VendorDependency[] {
  if (cursor === undefined) return [];
  if (cursor.value.kind !== "map")
    return cursor.texts().map((service) => ({ service, condition: "started", missing: "refused" }));
  return cursor.entries().flatMap(([service, entry]): VendorDependency[] => {
    const { condition, required } = entry.empty ? {} : entry.known("services.NAME.depends_on.NAME");
    const words = { service_started: "started", service_healthy: "healthy" } as const;
    const word = condition?.oneOf(
      ["service_started", "service_healthy"],
      "services that end by themselves are not planned: start what it does from the service itself",
    );
    return [
      {
        service,
        condition: words[word ?? "service_started"],
        missing: required?.flag() === false ? "allowed" : "refused",
      },
    ];
  });
}

function readPlatform(cursor: Cursor): "amd64" | "arm64" | undefined {
  const architectures = {
    "linux/amd64": "amd64",
    "linux/x86_64": "amd64",
    "linux/arm64": "arm64",
    "linux/arm64/v8": "arm64",
    "linux/aarch64": "arm64",
  } as const;
  const word = cursor.oneOf(
    ["linux/amd64", "linux/x86_64", "linux/arm64", "linux/arm64/v8", "linux/aarch64"],
    "use one of these",
  );
  return word === undefined ? undefined : architectures[word];
}
