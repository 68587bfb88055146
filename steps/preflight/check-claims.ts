import type { PreflightService, PreflightSpec } from "../specs.js";
import { checkBridges } from "./check-bridges.js";
import type { Container, Facts, Listener } from "./facts.js";
import { about, fail, type PreflightRow, pass, warn } from "./report.js";

/** Ports, names and data that others may hold, and the servers that must be reached from here. */
export function checkClaims(spec: PreflightSpec, facts: Facts): PreflightRow[] {
  return [
    checkOwner(spec, facts),
    ...checkPorts(spec, facts),
    ...checkContainers(spec, facts),
    ...checkVolumes(spec, facts),
    ...checkBridges(spec, facts),
    ...checkReach(spec, facts),
  ];
}

const otherState =
  "use the state that network was made with, take it down there first, or give this stack another name";

function checkOwner({ stack, network }: PreflightSpec, { owner }: Facts): PreflightRow {
  const wanted =
    network === undefined ? "unclaimed: this stack made no network yet" : `unclaimed or ours (${network})`;
  if (owner === undefined) return pass("claim", "unclaimed", wanted);
  return owner === network
    ? pass("claim", "ours", wanted)
    : fail("claim", `stack ${stack} belongs to another state (network ${owner})`, wanted, otherState);
}

function checkPorts(spec: PreflightSpec, facts: Facts): PreflightRow[] {
  const { listeners, containers } = facts;
  const ports = spec.services.flatMap((service) => service.ports.map((port) => ({ service, ...port })));
  if (ports.length === 0) return [];
  const wanted = ports.map(({ port }) => port).join(", ");
  if (!listeners)
    return [
      warn(
        "port",
        "not known",
        `${wanted} free`,
        "apt-get install iproute2 there, so that it can be checked",
      ),
    ];
  const taken = ports.flatMap(({ service, name, address, port }) => {
    const holder = listeners.find(
      (one) => one.port === port && overlaps(one.address, address) && !isOurs(spec, service, one, facts),
    );
    return holder === undefined
      ? []
      : [
          about(
            port,
            fail(
              "port",
              `taken by ${describeHolder(holder, containers)}`,
              `free on ${address} for ${service.name} ${name}`,
              `stop it, or give ${service.name} another port`,
            ),
          ),
        ];
  });
  return taken.length > 0 ? taken : [pass("port", "free or ours", wanted)];
}

function overlaps(listening: string, wanted: string): boolean {
  return listening === "*" || wanted === "0.0.0.0" || wanted === "::" || listening === wanted;
}

/** A listener in the service's own container of this network, or Docker's own for a port that it publishes. */
function isOurs(
  { stack, network }: PreflightSpec,
  { container }: PreflightService,
  listener: Listener,
  { containers, published }: Facts,
): boolean {
  const publisher = published.find(
    ({ address, port }) => port === listener.port && address === listener.address,
  );
  const id = listener.process === "docker-proxy" ? publisher?.container : listener.container;
  const holder = containers.find((one) => one.id === id);
  return holder?.name === container && holder.stack === stack && holder.network === network;
}

/** Who listens, for messages: the process, and the container where it is one of this server's. */
function describeHolder({ process, container }: Listener, containers: readonly Container[]): string {
  const holder = containers.find(({ id }) => id === container);
  return holder ? `${process} in container ${holder.name}` : process;
}

function checkContainers({ stack, network, services }: PreflightSpec, { containers }: Facts): PreflightRow[] {
  if (services.length === 0) return [];
  const wanted = network === undefined ? "absent" : `absent or of network ${network}`;
  const foreign = containers
    .filter(({ name }) => services.some((service) => service.container === name))
    .filter((one) => one.stack !== stack || one.network !== network)
    .map((one) =>
      about(
        one.name,
        fail(
          "container",
          one.network === "" ? "there is one that is not ours" : `belongs to network ${one.network}`,
          wanted,
          one.network === "" ? `rename or remove it: docker rm ${one.name}` : otherState,
        ),
      ),
    );
  return foreign.length > 0 ? foreign : [pass("container", "names free or ours", wanted)];
}

function checkVolumes({ stack, network, services }: PreflightSpec, { volumes }: Facts): PreflightRow[] {
  const planned = services.flatMap((service) => service.volumes);
  if (planned.length === 0 && volumes.length === 0) return [];
  const wanted = network === undefined ? "absent" : `absent or of network ${network}`;
  const wrong = volumes.flatMap(({ name, labels }) => {
    const owner = labels["consortium.network"];
    const plan = planned.find((one) => one.name === name);
    const ours = owner !== undefined && owner === network;
    if (!ours && (plan !== undefined || labels["consortium.stack"] === stack))
      return [
        fail(
          "volume",
          owner === undefined ? "there is one that is not ours" : `holds data of network ${owner}`,
          wanted,
          owner === undefined ? "keep its data elsewhere, then docker volume rm it" : otherState,
        ),
      ].map((row) => about(name, row));
    return Object.entries(plan?.frozen ?? {})
      .map(([key, value]) => ({ key, value, was: labels[`consortium.frozen.${key}`] }))
      .filter(({ value, was }) => was !== undefined && was !== value)
      .map(({ key, value, was }) =>
        about(
          name,
          fail(
            "volume",
            `its data was made with ${key} ${was}`,
            `${key} ${value}`,
            `put ${key} back to ${was}; it cannot change while the data is kept`,
          ),
        ),
      );
  });
  return wrong.length > 0 ? wrong : [pass("volume", "names free or ours", wanted)];
}

function checkReach({ dials }: PreflightSpec, { reach }: Facts): PreflightRow[] {
  if (dials.length === 0) return [];
  const wanted = dials.map(({ name }) => name).join(", ");
  // A refused connection came from the server itself: packets get there and back.
  const missed = dials.filter(({ name }) => reach[name] !== "open" && reach[name] !== "refused");
  if (missed.length === 0) return [pass("reach", "all", wanted)];
  return missed.map(({ name, address }) =>
    about(
      name,
      fail(
        "reach",
        reach[name] ?? "not tried",
        `${address} answers`,
        `check the route and the firewalls between them, and servers.${name}.address`,
      ),
    ),
  );
}
