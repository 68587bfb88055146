import type { Finding } from "../config/findings.js";
import { hasErrors, sortFindings } from "../config/findings.js";
import type { LoadedSettings, LoadedStack } from "../config/load.js";
import { planNetwork } from "./plan.js";
import { settleAccepted } from "./rules/accept.js";
import { checkPlan, checkSettings } from "./rules/index.js";
import type { Plan } from "./types.js";

/** A stack after every check that needs no server. */
export interface CheckedStack {
  /** All findings, of the schema and of every rule, sorted by path. */
  readonly findings: readonly Finding[];
  /** Settings and plan, when no finding is an error. */
  readonly good: { readonly settings: LoadedSettings; readonly plan: Plan } | undefined;
}

/** Judges a loaded stack by all rules at once, as far as its mistakes let a plan be made. Touches no server. */
export function checkStack({ stack, settings, findings, assumed }: LoadedStack): CheckedStack {
  if (!settings) return { findings: sortFindings(findings), good: undefined };
  const own = [...findings, ...checkSettings(settings, assumed)];
  const plan = hasErrors(own) ? planOfTheRest(settings, stack) : planNetwork(settings, { stack });
  const found = [...own, ...(plan ? checkPlan(plan, settings, assumed) : [])];
  const all = sortFindings(settleAccepted(found, settings.accept));
  return { findings: all, good: plan && !hasErrors(all) ? { settings, plan } : undefined };
}

/** The plan of what stands on known servers, so that ports and sizes are judged although something else is wrong. */
function planOfTheRest(settings: LoadedSettings, stack: string): Plan | undefined {
  const { fabric, images, servers } = settings;
  if (!fabric) return undefined;
  const placed = <T extends { readonly server: string }>(
    map: Readonly<Record<string, T>>,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(map).filter(([, { server }]) => Object.hasOwn(servers, server)));
  const rest: LoadedSettings = {
    ...settings,
    images: { ...images, registry: images.registry && servers[images.registry.server] && images.registry },
    fabric: {
      ...fabric,
      ordering: {
        ...fabric.ordering,
        zookeeper: placed(fabric.ordering.zookeeper),
        kafka: placed(fabric.ordering.kafka),
        orderers: placed(fabric.ordering.orderers),
      },
      organizations: Object.fromEntries(
        Object.entries(fabric.organizations).map(([name, organization]) => [
          name,
          { ...organization, peers: placed(organization.peers) },
        ]),
      ),
    },
  };
  try {
    return planNetwork(rest, { stack });
  } catch {
    // The mistakes that were found already are what it stumbled over.
    return undefined;
  }
}
