import type { Plan } from "../topology/model/plan.js";
import { fabricVerbs } from "./fabric/kind.js";
import type { KindVerbs, QuorumClients } from "./kind.js";
import type { StackPlace } from "./place.js";

/** The registry of this floor: the kinds of networks, what each adds to the verbs, and its own verbs. */
export const kindVerbs: readonly KindVerbs[] = [fabricVerbs];

export { init } from "./fabric/init.js";
export { verify } from "./fabric/verify.js";
export { wefePackage } from "./wefe/wefe-package.js";

/**
 * Certificates to show to members of quorums that ask for one, from the stack's outputs.
 * @throws UsageError when they are needed and cannot be read
 */
export async function clientsOf(plan: Plan, place: StackPlace): Promise<QuorumClients> {
  const found = await Promise.all(kindVerbs.map((kind) => kind.clients?.(plan, place)));
  return Object.assign({}, ...found);
}
