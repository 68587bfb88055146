import type { StackSettings } from "../../config/schema.js";
import { chainNodeMiB } from "../../config/wefe/tiers.js";
import type { Shared } from "../context.js";
import type { Limits } from "../model/service.js";

/**
 * Limits of a chain's node where its server is the union's too: the manual's row has the chain in it, so its nodes divide
 * what the row leaves for them. Elsewhere they are as they were.
 */
export function limitsBesideUnion(
  limits: Limits,
  { tier, wefe }: Pick<StackSettings, "tier" | "wefe">,
  { server, beside, role }: Shared,
): Limits {
  if (role !== "fisco-node") return limits;
  if (!wefe || wefe.union.server !== server) return limits;
  const memoryMiB = chainNodeMiB(wefe.union.tier ?? tier, beside);
  return { ...limits, memoryMiB: Math.min(limits.memoryMiB, memoryMiB) };
}
