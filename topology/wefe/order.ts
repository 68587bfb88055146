import { byName } from "../names.js";
import type { PlannedPort, ReadyCheck } from "../types.js";
import type { SideService } from "./service.js";
import { wefeStages } from "./services.js";
import { wefeSettingsFiles } from "./settings.js";

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
    ? [{ kind: "http", ...at, path: health.path }]
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
