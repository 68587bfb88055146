import type { Networks, Plan } from "../model/plan.js";
import type { FabricPlan } from "./types.js";

/** The plan of a stack that has a Fabric network. */
export type PlanWithFabric = Plan & { readonly networks: Networks & { readonly fabric: FabricPlan } };

/** Whether a stack has a Fabric network. */
export function hasFabric(plan: Plan): plan is PlanWithFabric {
  return plan.networks.fabric !== undefined;
}
