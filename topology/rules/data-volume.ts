import type { Plan } from "../model/plan.js";
import type { PlannedService, PlannedVolume } from "../model/service.js";
import { traitsOf } from "../networks.js";
import type { Rule } from "./rule.js";

/** Where a service keeps what must outlive its container. */
function dataPaths(service: PlannedService): readonly string[] {
  return traitsOf(service.role).dataPaths?.(service) ?? [];
}

/** Volumes of a service that hold what it must not lose; another one, as of logs, may well be empty. */
export function keptVolumes(service: PlannedService): PlannedVolume[] {
  const paths = dataPaths(service);
  return service.volumes.filter((volume) => paths.some((path) => holds(volume, path)));
}

function holds(volume: PlannedVolume, path: string): boolean {
  return path === volume.path || path.startsWith(`${volume.path}/`);
}

/** What a service must not lose lies in a volume: a container is replaced on every change of its settings. */
export const dataVolume: Rule<Plan> = {
  id: "data-volume",
  severity: "error",
  holds: "every path at which a service keeps data is a volume's, and no two services share a volume",
  source: "the images' own defaults (fabric-zookeeper, fabric-kafka, fabric-orderer, fabric-peer, couchdb)",
  check({ services }, at) {
    const owners = new Map<string, string>();
    return services.flatMap((service) => {
      const missing = dataPaths(service).filter(
        (path) => !service.volumes.some((volume) => holds(volume, path)),
      );
      const shared = service.volumes.flatMap(({ name }) => {
        const key = `${service.server} ${name}`;
        const owner = owners.get(key);
        owners.set(key, service.name);
        return owner === undefined ? [] : [`volume ${name}, which is ${owner}'s`];
      });
      return [...missing.map((path) => `${path} in the container`), ...shared].map((found) =>
        at(["servers", service.server], {
          message: `${service.name} would lose its data with its container`,
          found,
          allowed: "a volume of its own at each path where it keeps data",
          remedy: "report it: the plan made this by itself",
        }),
      );
    });
  },
};
