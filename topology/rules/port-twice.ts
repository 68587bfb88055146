import type { Plan } from "../model/plan.js";
import type { PlannedPort, PlannedService } from "../model/service.js";
import { type Rule, repeated } from "./rule.js";

interface Claim {
  readonly service: PlannedService;
  readonly port: PlannedPort;
}

/** A port of a server belongs to one service. What the plan hands out never collides; what the user wrote may. */
export const portTwice: Rule<Plan> = {
  id: "port-twice",
  severity: "error",
  holds: "a port of a server belongs to one service",
  source: "own",
  check({ services }, at) {
    const claims = services.flatMap((service) => service.ports.map((port): Claim => ({ service, port })));
    return repeated(claims, ({ service, port }) => `${service.server} ${port.port}`)
      .flatMap(colliding)
      .map((group) => {
        const [first] = group;
        return at(["servers", first?.service.server ?? ""], {
          message: "a port of this server is claimed twice",
          found: `${first?.port.address}:${first?.port.port} by ${group
            .map(({ service, port }) => `${service.name} (${port.name})`)
            .join(" and ")}`,
          allowed: "one service at each port",
          remedy: "write another `port` for one of them, or leave it out to get the next free one",
        });
      });
  },
};

/** Of the claims of one port those that meet: at one address, or at any where one takes them all. */
function colliding(claims: readonly Claim[]): Claim[][] {
  const everywhere = claims.some(({ port }) => port.address === "0.0.0.0");
  return repeated(claims, ({ port: { address } }) =>
    everywhere && !address.includes(":") ? "0.0.0.0" : address,
  );
}
