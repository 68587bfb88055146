import { type EngineRange, oldestEngine } from "./engine-range.js";
import { fabricKind } from "./fabric/kind.js";
import { fiscoKind } from "./fisco/kind.js";
import { registryPhase, registryRole, registryTraits } from "./images/registry-role.js";
import type { NetworkKind } from "./kind.js";
import type { Plan } from "./model/plan.js";
import type { RoleTraits } from "./model/role-traits.js";
import type { QuorumRules } from "./quorum/rules.js";
import { wefeKind } from "./wefe/kind.js";

/** The registry of this floor: the kinds of networks, in the order in which they are planned. */
export const kinds: readonly NetworkKind[] = [fabricKind, fiscoKind, wefeKind];

/** The phases of a first `up`: services of one may start together, the next starts when all of them are ready. */
export const phases: readonly string[] = [registryPhase, ...kinds.flatMap((kind) => kind.phases)];

const traits = new Map<string, RoleTraits>([
  [registryRole, registryTraits],
  ...kinds.flatMap(({ roles }) => Object.entries(roles)),
]);

/** Every role that a service of a plan may have. */
export const knownRoles: ReadonlySet<string> = new Set(traits.keys());

/** What is the same for every service of a role. @throws Error for a role that no kind of network has */
export function traitsOf(role: string): RoleTraits {
  const found = traits.get(role);
  if (!found) throw new Error(`no kind of network has the role ${role}`);
  return found;
}

/** Roles of other networks that dial a role's port, each with the host entry by which it does. */
export function rolesThatDial(
  role: string,
  port: string,
): readonly { readonly role: string; readonly host: string }[] {
  return [...traits].flatMap(([caller, { dialsAs = [] }]) =>
    dialsAs
      .filter((one) => one.role === role && one.port === port)
      .map(({ host }) => ({ role: caller, host })),
  );
}

/** The rules by which a kind of quorum is judged. @throws Error for one that no kind of network has */
export function quorumRulesOf(kind: string): QuorumRules {
  const found = kinds.flatMap(({ quorums }) => quorums).find((rules) => rules.kind === kind);
  if (!found) throw new Error(`no kind of network has quorums of ${kind}`);
  return found;
}

/** Docker engines that a stack runs on: those of the first kind that asks for certain ones. Today one kind does. */
export function enginesOf(plan: Plan): EngineRange {
  const own = kinds.map((kind) => kind.engines?.(plan)).find((range) => range !== undefined);
  return own ?? { minimum: oldestEngine, reason: "the oldest that networks were run on" };
}
