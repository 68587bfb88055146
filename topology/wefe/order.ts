import type { Finding } from "../../config/findings.js";
import type { PlannedPort, ReadyCheck } from "../model/service.js";
import { byName } from "../names.js";
import { keyFinding } from "./package/findings.js";
import { wefeStages } from "./services.js";
import { wefeSettingsFiles } from "./settings.js";
import type { SideService } from "./side-service.js";

/** Services whose files say where the union is: they ask it when they start. */
const asksUnion = new Set(
  wefeSettingsFiles
    .filter(({ settings }) =>
      settings.some((one) => one.kind === "property" && one.key === "wefe.union.base-url"),
    )
    .map(({ service }) => service),
);

/**
 * Who must be ready before whom. A service starts after those that it needs by the catalogue and by its compose file,
 * and after all of the stage before its own; what asks the union, after the union's own service.
 */
export function orderOf(services: readonly SideService[]): Record<string, readonly string[]> {
  return Object.fromEntries(services.map((one) => [one.name, [...before(one, services)].sort(byName)]));
}

function before(one: SideService, all: readonly SideService[]): Set<string> {
  const { catalogue, vendor, side } = one;
  const own = all.filter((other) => other.side.name === side.name && other.name !== one.name);
  const stage = wefeStages.indexOf(catalogue.stage);
  const earlier = own
    .map((other) => wefeStages.indexOf(other.catalogue.stage))
    .filter((other) => other < stage);
  const last = Math.max(-1, ...earlier);
  const needed = new Set(catalogue.needs.map(({ service }) => service));
  const depended = new Set(vendor.dependsOn.map(({ service }) => service));
  const union = asksUnion.has(catalogue.name)
    ? all.filter(({ catalogue: other, part }) => other.name === "wefe-union-service" && part === "main")
    : [];
  return new Set(
    [
      ...own.filter(
        (other) =>
          wefeStages.indexOf(other.catalogue.stage) === last ||
          (needed.has(other.catalogue.name) && other.part === "main") ||
          depended.has(other.vendor.name),
      ),
      ...union,
    ].map(({ name }) => name),
  );
}

/** A circle in an order: nothing of it could ever start. Stages and needs lead one way, so a `depends_on` is in it. */
export function circleFindings(
  services: readonly SideService[],
  after: Readonly<Record<string, readonly string[]>>,
): Finding[] {
  const circle = circleIn(after);
  const vendorOf = (name: string | undefined) => services.find((one) => one.name === name)?.vendor;
  const at = circle.findIndex((name, index) => {
    const next = vendorOf(circle[(index + 1) % circle.length])?.name;
    return vendorOf(name)?.dependsOn.some(({ service }) => service === next);
  });
  const [first, second, ...others] = [...circle.slice(at), ...circle.slice(0, at)];
  const vendor = vendorOf(first);
  if (vendor === undefined) return [];
  return [
    keyFinding("compose-dependency", vendor.place, `services.${vendor.name}.depends_on`, {
      message: `${vendor.name} waits for itself, so that nothing of the circle could start`,
      found: [first, second, ...others, first].join(" waits for "),
      allowed: "services that start before it",
      remedy: `take ${vendorOf(second)?.name} out of depends_on: services start in the order data, services, followers, websites`,
    }),
  ];
}

/** Names of which each waits for the next, and the last for the first; empty where everything can start. */
function circleIn(after: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const waiting = new Map(Object.entries(after));
  for (let size = -1; size !== waiting.size; ) {
    size = waiting.size;
    for (const [name, before] of waiting)
      if (!before.some((other) => waiting.has(other))) waiting.delete(name);
  }
  const path: string[] = [];
  let [at] = waiting.keys();
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = waiting.get(at)?.find((other) => waiting.has(other));
  }
  return at === undefined ? [] : path.slice(path.indexOf(at));
}

/**
 * How a service proves that it serves: over HTTP where a path is known, else that its port accepts connections. Behind a
 * published port that is Docker, so the check that the package itself makes of its container says more. Containers that do
 * not reach their own server (manual 7.6) show with the first of them.
 * @param own address of its server
 */
export function readyChecks(
  { catalogue, part, vendor }: SideService,
  ports: readonly PlannedPort[],
  own: string,
): ReadyCheck[] {
  const { health } = catalogue;
  const asked = part === "main" ? ports.find(({ port }) => port === health.port) : undefined;
  const port = asked ?? ports[0];
  if (port === undefined) return [];
  const at = { host: dialled(port, own), port: port.port };
  return health.kind === "http" && part === "main"
    ? [
        {
          kind: "http",
          ...at,
          path: health.path,
          ...(health.matches === undefined ? {} : { matches: health.matches }),
        },
      ]
    : [
        { kind: "tcp", ...at },
        // What holds data starts first, and the others dial it at its server's address from containers beside it.
        ...(catalogue.stage === "data" && vendor.attachment.kind === "bridge"
          ? [{ kind: "inside" as const, ...at }]
          : []),
      ];
}

function dialled({ exposure, address }: PlannedPort, own: string): string {
  return exposure === "public" ? own : address;
}
