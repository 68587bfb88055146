import type { Plan } from "../../model/plan.js";
import type { PlannedService } from "../../model/service.js";
import { planNetwork } from "../../plan.js";
import { settingsWith } from "./stack.js";

/** The plan of the good stack in which one service is another: what no configuration can make, and a mistake in the planner could. */
export function planWith(
  name: string,
  edit: (service: PlannedService) => Partial<PlannedService>,
  changes: Readonly<Record<string, unknown>> = {},
): Plan {
  const plan = planNetwork(settingsWith(changes), { stack: "test" });
  if (!plan.services.some((service) => service.name === name)) throw new Error(`no service ${name}`);
  return {
    ...plan,
    services: plan.services.map((service) =>
      service.name === name ? { ...service, ...edit(service) } : service,
    ),
  };
}
