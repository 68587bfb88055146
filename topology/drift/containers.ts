import { byName } from "../names.js";
import type { ContainerSettings, Desired, DesiredContainer, Drift, Seen, SeenContainer } from "./types.js";

/** Containers that are missing, do not run, were changed, or that the state does not know. */
export function containerDrift({ stack, containers }: Desired, seen: Seen): Drift[] {
  const ours = containers.flatMap((wanted) => {
    const server = seen[wanted.server];
    if (!server) return [];
    const found = server.containers[wanted.name];
    return found
      ? [
          ...(server.power === "hibernated" ? [] : stateOf(wanted, found)),
          ...changes(wanted, found),
          ...files(wanted, server.files[wanted.name] ?? {}),
        ]
      : [missing(wanted)];
  });
  return [...ours, ...unknown(stack, containers, seen)];
}

function missing({ server, name }: DesiredContainer): Drift {
  return {
    server,
    kind: "container",
    name,
    expected: "running",
    found: "missing",
    remedy: "pulumi up --refresh makes it again on its volume",
  };
}

function stateOf({ server, name }: DesiredContainer, { status, exitCode }: SeenContainer): Drift[] {
  if (status === "running") return [];
  const remedies: Readonly<Record<string, string>> = {
    paused: `on ${server}: docker unpause ${name}`,
    restarting: `it ends again and again; on ${server}: docker logs --tail 50 ${name}`,
  };
  return [
    {
      server,
      kind: "container",
      name,
      expected: "running",
      found: status === "exited" ? `exited, status ${exitCode}` : status,
      remedy: remedies[status] ?? "pulumi up --refresh starts it",
    },
  ];
}

function changes({ server, name, id, settings }: DesiredContainer, found: SeenContainer): Drift[] {
  if (id !== undefined && id !== found.id)
    return [
      {
        server,
        kind: "container",
        name,
        expected: `container ${id.slice(0, 12)}`,
        found: `another one of this name, ${found.id.slice(0, 12)}`,
        remedy: `made by hand; on ${server}: docker rm -f ${name}; then pulumi up --refresh`,
      },
    ];
  const [wanted, has] = [flat(settings), flat(found.settings)];
  return Object.entries(wanted)
    .filter(([setting, value]) => has[setting] !== value)
    .map(([setting, value]) => ({
      server,
      kind: "container",
      name: `${name} ${setting}`,
      expected: value,
      found: has[setting] ?? "none",
      remedy: isInPlace(setting, settings)
        ? `on ${server}: ${updateCommand(name, settings)}`
        : `pulumi up --replace '**::${name}'`,
    }));
}

/** Settings that Docker changes on the living container. */
const inPlace = new Set(["memory", "cpus", "restart"]);

/** No processors is no value for `docker update`: a limit that should not be there stays. */
function isInPlace(setting: string, { cpus }: ContainerSettings): boolean {
  return inPlace.has(setting) && !(setting === "cpus" && cpus === 0);
}

function updateCommand(name: string, { memoryMiB, cpus, restart }: ContainerSettings): string {
  const limits = `--memory ${memoryMiB}m --memory-swap ${memoryMiB}m${cpus === 0 ? "" : ` --cpus ${cpus}`}`;
  return `docker update ${limits} --restart ${restart} ${name}`;
}

/** One text for each setting, so that one difference is one line. */
function flat({
  env,
  hosts,
  volumes,
  bridges,
  ports = {},
  binds = {},
  ...rest
}: ContainerSettings): Record<string, string> {
  const prefixed = (word: string, map: Readonly<Record<string, string>>) =>
    Object.entries(map).map(([key, value]) => [`${word} ${key}`, value]);
  return Object.fromEntries([
    ...(rest.image === undefined ? [] : [["image", rest.image]]),
    ...(rest.spec === undefined ? [] : [["spec", rest.spec]]),
    ...(rest.command === undefined ? [] : [["command", rest.command.join(" ")]]),
    ["network", rest.network],
    ...(bridges === undefined ? [] : [["Docker networks", [...bridges].sort(byName).join(" ")]]),
    ["memory", `${rest.memoryMiB} MiB`],
    ["cpus", String(rest.cpus)],
    ["restart", rest.restart],
    ...prefixed("env", env),
    ...prefixed("host", hosts),
    ...prefixed("volume at", volumes),
    ...prefixed("bind at", binds),
    ...prefixed("port", ports),
  ]);
}

function files(wanted: DesiredContainer, found: Readonly<Record<string, string>>): Drift[] {
  return Object.entries(wanted.files)
    .filter(([path, hash]) => found[path] !== hash)
    .map(([path, hash]) => ({
      server: wanted.server,
      kind: "file",
      name: `${wanted.name}:${path}`,
      expected: `sha256 ${hash.slice(0, 12)}`,
      found: found[path] === undefined ? "missing" : `sha256 ${found[path].slice(0, 12)}`,
      remedy: `pulumi up --replace '**::${wanted.name}' makes the container again with its files`,
    }));
}

/** Labelled as ours and not known to the state. Containers of running admin operations come and go. */
function unknown(stack: string, containers: readonly DesiredContainer[], seen: Seen): Drift[] {
  const known = new Set(containers.map(({ server, name }) => `${server} ${name}`));
  return Object.entries(seen).flatMap(([server, found]) =>
    Object.entries(found.containers)
      .filter(([name, { role }]) => role !== undefined && role !== "admin" && !known.has(`${server} ${name}`))
      .map(([name, { status }]) => ({
        server,
        kind: "container" as const,
        name,
        expected: "none",
        found: status,
        remedy: `./consortium repair --stack ${stack} removes what a killed run left behind`,
      })),
  );
}
