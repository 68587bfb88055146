import type { Finding } from "../config/findings.js";
import { hasErrors, sortFindings } from "../config/findings.js";
import type { LoadedSettings, LoadedStack } from "../config/load.js";
import { networkKeys } from "../config/networks.js";
import type { Packages } from "./context.js";
import type { Plan } from "./model/plan.js";
import { kinds } from "./networks.js";
import type { PackageSecrets } from "./package-secrets.js";
import { type PlanOptions, planStack } from "./plan.js";
import { settleAccepted } from "./rules/accept.js";
import { checkPlan, checkSettings } from "./rules/index.js";

/** A stack after every check that needs no server. */
export interface CheckedStack {
  /** All findings, of the schema and of every rule, sorted by path. */
  readonly findings: readonly Finding[];
  /** Settings and plan, when no finding is an error. */
  readonly good:
    | {
        readonly settings: LoadedSettings;
        readonly plan: Plan;
        /** Passwords of the vendors' packages, by the names that the plan has for them. */
        readonly secrets: PackageSecrets;
      }
    | undefined;
}

/**
 * Judges a loaded stack by all rules at once, as far as its mistakes let a plan be made. Touches no server.
 * @param packages what was read of vendors' packages; a network whose package is not among it is judged by its settings
 * only and is not in the plan
 */
export function checkStack(
  { stack, settings, findings, assumed }: LoadedStack,
  packages: Packages = {},
): CheckedStack {
  if (!settings) return { findings: sortFindings(findings), good: undefined };
  const own = [...findings, ...checkSettings(settings, assumed)];
  const options = { stack, packages };
  const planned = hasErrors(own) ? planOfTheRest(settings, options) : planStack(settings, options);
  const plan = planned?.plan;
  const found = [...own, ...(planned?.findings ?? []), ...(plan ? checkPlan(plan, settings, assumed) : [])];
  const all = sortFindings(settleAccepted(found, settings.accept));
  const good =
    planned && !hasErrors(all) ? { settings, plan: planned.plan, secrets: planned.secrets } : undefined;
  return { findings: all, good };
}

/** The plan of what stands on known servers, so that ports and sizes are judged although something else is wrong. */
function planOfTheRest(
  settings: LoadedSettings,
  options: PlanOptions,
): ReturnType<typeof planStack> | undefined {
  if (networkKeys.every((key) => settings[key] === undefined)) return undefined;
  const { servers, images } = settings;
  const bare = Object.fromEntries(
    Object.entries(settings).filter(([key]) => !networkKeys.some((network) => network === key)),
  );
  const rest = Object.assign(
    {
      ...bare,
      images: { ...images, registry: images.registry && servers[images.registry.server] && images.registry },
    },
    ...kinds.map((kind) => kind.placed(settings)),
  ) as LoadedSettings;
  try {
    return planStack(rest, options);
  } catch {
    // The mistakes that were found already are what it stumbled over.
    return undefined;
  }
}
