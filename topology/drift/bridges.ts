import type { Desired, Drift, Seen, SeenBridge } from "./types.js";

/** Docker networks that are missing, are not what was made, or that nobody knows. */
export function bridgeDrift({ stack, network, bridges }: Desired, seen: Seen): Drift[] {
  const wanted = bridges.flatMap((one) => {
    const server = seen[one.server];
    return server ? differences(one, server.bridges[one.name], network) : [];
  });
  const known = new Set(bridges.map(({ server, name }) => `${server} ${name}`));
  const strangers = Object.entries(seen).flatMap(([server, found]) =>
    Object.keys(found.bridges)
      .filter((name) => !known.has(`${server} ${name}`))
      .map(
        (name): Drift => ({
          server,
          kind: "bridge",
          name,
          expected: "none",
          found: "a Docker network with the stack's label",
          remedy: `./consortium repair --stack ${stack} removes what a killed run left behind`,
        }),
      ),
  );
  return [...wanted, ...strangers];
}

function differences(
  { server, name, subnet }: Desired["bridges"][number],
  found: SeenBridge | undefined,
  network: string | undefined,
): Drift[] {
  const drift = (expected: string, is: string, remedy: string): Drift[] => [
    { server, kind: "bridge", name, expected, found: is, remedy },
  ];
  if (found === undefined) return drift("there", "missing", "pulumi up --refresh makes it again");
  if (network !== undefined && found.network !== network)
    return drift(
      `network ${network}`,
      found.network === "" ? "no network's label" : `network ${found.network}`,
      `made by somebody else; on ${server}: docker network rm ${name}; then pulumi up --refresh`,
    );
  if (found.subnet === subnet) return [];
  return drift(
    `subnet ${subnet}`,
    `subnet ${found.subnet}`,
    `pulumi up --replace '**::${name}-on-${server}' makes it again, with the services that are in it`,
  );
}
