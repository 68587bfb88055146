import type { Plan } from "../model/plan.js";
import type { PlannedPort, PlannedService } from "../model/service.js";
import { traitsOf } from "../networks.js";
import type { Rule } from "./rule.js";

/** Every port is bound to one address: its server's own, or a loopback one where nobody else has to reach it. */
export const portExposure: Rule<Plan> = {
  id: "port-exposure",
  severity: "error",
  holds:
    "admin, operations, chaincode, CouchDB and JSON-RPC ports listen on loopback, those that a vendor's package publishes everywhere on all addresses, the others on their server's own address; all of them are 1 to 65535",
  source: "Fabric docs, couchdb_as_state_database.rst (do not publish 5984) and operations_service.rst; own",
  check({ services, servers }, at) {
    const addressOf = new Map(servers.map(({ name, address }) => [name, address]));
    return services.flatMap((service) =>
      service.ports
        .map((port) => ({ port, allowed: allowedAt(service, port, addressOf.get(service.server)) }))
        .flatMap(({ port, allowed }) => {
          if (allowed === undefined) return [];
          return [
            at(["servers", service.server], {
              message: `a port of ${service.name} is bound where it must not be`,
              found: `${port.name} at ${port.address}:${port.port}`,
              allowed,
              remedy:
                port.port > 65535
                  ? "put fewer services of this role on the server, or write their ports"
                  : "report it: the plan made this by itself",
            }),
          ];
        }),
    );
  },
};

function allowedAt(
  { role }: PlannedService,
  { name, address, port, exposure }: PlannedPort,
  own: string | undefined,
): string | undefined {
  if (port < 1 || port > 65535) return "a port from 1 to 65535";
  const loopback = /^127\.(\d+)\.(\d+)\.(\d+)$/
    .exec(address)
    ?.slice(1)
    .every((part) => Number(part) < 256);
  const { hostOnly, published } = traitsOf(role);
  if (hostOnly?.includes(name)) return loopback ? undefined : "a loopback address";
  // Who else publishes a port everywhere has made a mistake; what holds data is never reached from everywhere.
  if (exposure === "public")
    return address === "0.0.0.0" && published === "anywhere"
      ? undefined
      : `the server's own address ${own ?? ""}`;
  if (exposure === "loopback" && loopback && published) return undefined;
  return address === own ? undefined : `the server's own address ${own ?? ""}`;
}
