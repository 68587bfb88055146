import type { Desired, DesiredHost, Drift, Seen, SeenServer } from "./types.js";

/** Images, volumes and what our scripts wrote on the servers themselves. */
export function hostDrift(desired: Desired, seen: Seen): Drift[] {
  const on = <T extends { readonly server: string }>(
    things: readonly T[],
    judge: (thing: T, server: SeenServer) => readonly Drift[],
  ) =>
    things.flatMap((thing) => [seen[thing.server]].flatMap((server) => (server ? judge(thing, server) : [])));
  return [
    ...on(desired.images, imageDrift),
    ...on(desired.volumes, (volume, server) => volumeDrift(volume, server, desired.network)),
    ...on(desired.hosts, (host, server) => scriptDrift(host, server, desired)),
  ];
}

function imageDrift({ server, reference, id }: Desired["images"][number], { images }: SeenServer): Drift[] {
  const found = images[reference];
  if (found !== undefined && (id === undefined || found === id)) return [];
  return [
    {
      server,
      kind: "image",
      name: reference,
      expected: id === undefined ? "there" : short(id),
      found: found === undefined ? "missing" : short(found),
      remedy: "pulumi up --refresh brings it again",
    },
  ];
}

function volumeDrift(
  { server, name }: Desired["volumes"][number],
  { volumes }: SeenServer,
  network: string | undefined,
): Drift[] {
  const found = volumes[name];
  const drift = (expected: string, seen: string, remedy: string): Drift[] => [
    { server, kind: "volume", name, expected, found: seen, remedy },
  ];
  if (found === undefined)
    return drift(
      "there",
      "missing",
      "its data is gone: see docs/teardown.md, Lost data, before the next pulumi up",
    );
  if (network === undefined || found === network) return [];
  return drift(
    `network ${network}`,
    found === "" ? "no network's label" : `network ${found}`,
    "data of another network: find out who made the volume before anything starts on it",
  );
}

function scriptDrift(host: DesiredHost, found: SeenServer, { stack, network }: Desired): Drift[] {
  const { server } = host;
  const again = `./consortium repair --stack ${stack} runs the preparing script again`;
  const drift = (name: string, expected: string, seen: string, remedy: string): Drift => ({
    server,
    kind: "host",
    name,
    expected,
    found: seen,
    remedy,
  });
  const script = found.scripts.prepare;
  return [
    ...(network === undefined || found.owner === network
      ? []
      : [
          drift(
            "claim",
            `network ${network}`,
            found.owner === undefined ? "none" : `network ${found.owner}`,
            found.owner === undefined ? again : "another state has claimed this server: use one of the two",
          ),
        ]),
    ...(host.script === undefined || script === host.script
      ? []
      : [
          drift(
            "preparing script",
            `stamp ${short(host.script)}`,
            script ? `stamp ${short(script)}` : "no stamp",
            again,
          ),
        ]),
    ...found.stamped
      .filter(({ stamped, now }) => stamped !== now)
      .map(({ path, stamp, stamped, now }) =>
        drift(
          path,
          `sha256 ${short(stamped)}`,
          now === undefined ? "missing" : `sha256 ${short(now)}`,
          placedAgain(stack, server, stamp) ?? again,
        ),
      ),
    ...Object.entries(found.holds)
      .filter(([, held]) => !held)
      .map(([name]) =>
        drift(`package ${name}`, "held at its version", "not held", `on ${server}: apt-mark hold ${name}`),
      ),
    ...(network === undefined ? [] : host.formed)
      .filter((quorum) => found.formed[quorum] !== network)
      .map((quorum) =>
        drift(
          `formed stamp of ${quorum}`,
          `network ${network}`,
          found.formed[quorum] === undefined ? "missing" : `network ${found.formed[quorum]}`,
          `pulumi up --replace '**::${quorum}-formed' proves the quorum and writes it again`,
        ),
      ),
  ];
}

/** What puts a file of a vendor's package back; nothing for a file of the preparing script. */
function placedAgain(stack: string, server: string, stamp: string): string | undefined {
  const [, name] = /^placed-(.+)$/.exec(stamp) ?? [];
  return name === undefined
    ? undefined
    : `pulumi up --replace '**::${server}-${name}-files' places it again; then ./consortium restart --stack ${stack} 'server:${server}', for services read it when they start`;
}

function short(hash: string): string {
  return hash.replace(/^sha256:/, "").slice(0, 12);
}
