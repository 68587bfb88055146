import type { Plan } from "../model/plan.js";
import { byName } from "../names.js";

/** An image that some service of the plan runs, and where. */
export interface NeededImage {
  /** Name in the catalogue, or a reference by digest. */
  readonly name: string;
  /** Servers that run it, by name. */
  readonly servers: readonly { readonly name: string; readonly arch: string }[];
  /** Whether it is our own registry's image, which cannot come from that registry. */
  readonly isRegistry: boolean;
}

/** The images of a plan, each once, ordered by name. */
export function neededImages(plan: Pick<Plan, "services" | "servers">): NeededImage[] {
  const archOf = new Map(plan.servers.map(({ name, arch }) => [name, arch]));
  return [...new Set(plan.services.map(({ image }) => image))].sort(byName).map((name) => {
    const services = plan.services.filter(({ image }) => image === name);
    return {
      name,
      servers: [...new Set(services.map(({ server }) => server))]
        .sort(byName)
        .map((server) => ({ name: server, arch: archOf.get(server) ?? "amd64" })),
      isRegistry: services.some(({ role }) => role === "registry"),
    };
  });
}
