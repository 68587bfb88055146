import type { PlannedService, ReadyCheck } from "../topology/model/service.js";
import { fabricSteps } from "./fabric/index.js";
import { fiscoSteps } from "./fisco/index.js";
import type { QuorumAsker } from "./gates/asker.js";
import type { KindSteps } from "./kind.js";
import type { Facts } from "./preflight/facts.js";
import type { PreflightRow } from "./preflight/report.js";
import type { PreflightSpec } from "./specs.js";
import { wefeSteps } from "./wefe/index.js";

/** The registry of this floor: the kinds of networks, and what each adds to the steps. */
const kinds: readonly KindSteps[] = [fabricSteps, fiscoSteps, wefeSteps];

/** Programs of all kinds by name. */
export const networkSteps: KindSteps["steps"] = Object.assign({}, ...kinds.map(({ steps }) => steps));

const askers: NonNullable<KindSteps["quorums"]> = Object.assign({}, ...kinds.map(({ quorums }) => quorums));
const checks: NonNullable<KindSteps["checks"]> = Object.assign({}, ...kinds.map((kind) => kind.checks));

/** What preflight checks of every kind of network on a server. */
export function checkedByKinds(spec: PreflightSpec, facts: Facts): PreflightRow[] {
  return kinds.flatMap((kind) => kind.preflight?.(spec, facts) ?? []);
}

/** How a quorum's members are asked. @throws Error for a kind that nobody knows */
export function askerOf(kind: string): Promise<QuorumAsker> {
  const load = askers[kind];
  if (!load) throw new Error(`unknown kind of quorum "${kind}"; one of: ${Object.keys(askers).join(", ")}`);
  return load();
}

/** What `pulumi up` asks a service outside a quorum besides Docker; undefined where it asks nothing. */
export function askedOf(service: PlannedService): readonly ReadyCheck[] | undefined {
  return checks[service.role]?.(service) ?? service.ready;
}
