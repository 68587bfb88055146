import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";

/** Where a service stands in the order of a network, by the names that previews give to the gates. */
export interface ServiceGate {
  /** Gates that must have passed before it starts, besides the preflight of all servers. */
  readonly after: readonly string[];
  /** The gate that proves that it works. */
  readonly proof: string;
  /** Quorum whose members are replaced one at a time, each in sync before the next. */
  readonly quorum?: string;
}

/** What a service waits for and what waits for it; test/resources compares it with the program. */
export function gateOf(plan: Plan, service: PlannedService): ServiceGate {
  const quorum = plan.quorums.find(({ members }) => members.some(({ name }) => name === service.name));
  return {
    after: (service.after ?? []).map((name) => gateNamed(plan, name)),
    proof: service.proof ?? `${service.name}-${quorum ? "in-sync" : "ready"}`,
    ...(quorum ? { quorum: quorum.name } : {}),
  };
}

/** The gate of a quorum or a service; a step of a network is its own. */
function gateNamed({ quorums, services }: Plan, name: string): string {
  if (quorums.some((quorum) => quorum.name === name)) return `${name}-formed`;
  return services.some((service) => service.name === name) ? `${name}-ready` : name;
}
