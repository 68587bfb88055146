import type { Plan } from "../model/plan.js";
import { traitsOf } from "../networks.js";
import type { Rule } from "./rule.js";

/** Every service can resolve the names it dials: brokers are reached at what they advertise, not at the first address. */
export const hostEntries: Rule<Plan> = {
  id: "host-entries",
  severity: "error",
  holds: "every service has host entries for the names that it dials, and each points to the right server",
  source: "Fabric docs, kafka.rst: clients go on to the advertised names; own",
  check({ services, servers }, at) {
    const addressOf = new Map(servers.map(({ name, address }) => [name, address]));
    return services.flatMap((service) =>
      services
        .filter(
          ({ role, name }) =>
            traitsOf(service.role).dials?.includes(role) || Object.hasOwn(service.hosts, name),
        )
        .filter(({ name, server }) => service.hosts[name] !== addressOf.get(server))
        .map((dialled) =>
          at(["servers", service.server], {
            message: `${service.name} does not find ${dialled.name}`,
            found: service.hosts[dialled.name] ?? "no host entry",
            allowed: addressOf.get(dialled.server) ?? `the address of ${dialled.server}`,
            remedy: "report it: the plan made this by itself",
          }),
        ),
    );
  },
};
