import type { Finding } from "../config/findings.js";
import { hasErrors, sortFindings } from "../config/findings.js";
import type { LoadedSettings, LoadedStack } from "../config/load.js";
import type { FabricSettings, FiscoSettings, WefeSettings } from "../config/schema.js";
import type { Packages } from "./context.js";
import type { Plan } from "./model/plan.js";
import { networkKeys } from "./networks.js";
import { type PlanOptions, planStack } from "./plan.js";
import { settleAccepted } from "./rules/accept.js";
import { checkPlan, checkSettings } from "./rules/index.js";
import type { PackageSecrets } from "./wefe/secrets.js";

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
  const { fabric, fisco, wefe, images, servers, ...others } = settings;
  const placedWefe = wefe && wefeOn(servers, wefe);
  const rest: LoadedSettings = {
    ...others,
    servers,
    images: { ...images, registry: images.registry && servers[images.registry.server] && images.registry },
    ...(fabric ? { fabric: fabricOn(servers, fabric) } : {}),
    ...(fisco ? { fisco: fiscoOn(servers, fisco) } : {}),
    ...(placedWefe ? { wefe: placedWefe } : {}),
  };
  try {
    return planStack(rest, options);
  } catch {
    // The mistakes that were found already are what it stumbled over.
    return undefined;
  }
}

/** A federation without members on servers that nobody knows; nothing of it where its union is on one. */
function wefeOn(servers: LoadedSettings["servers"], wefe: WefeSettings): WefeSettings | undefined {
  const { server } = wefe.union;
  if (server !== undefined && !Object.hasOwn(servers, server)) return undefined;
  return { ...wefe, members: placedOn(servers, wefe.members) };
}

/** A chain without what stands on servers that nobody knows. */
function fiscoOn(servers: LoadedSettings["servers"], fisco: FiscoSettings): FiscoSettings {
  const { console, ...rest } = fisco;
  return {
    ...rest,
    ...(console && Object.hasOwn(servers, console.server) ? { console } : {}),
    agencies: Object.fromEntries(
      Object.entries(fisco.agencies).map(([name, agency]) => [
        name,
        { ...agency, nodes: placedOn(servers, agency.nodes) },
      ]),
    ),
  };
}

/** A Fabric network without what stands on servers that nobody knows. */
function fabricOn(servers: LoadedSettings["servers"], fabric: FabricSettings): FabricSettings {
  const placed = <T extends { readonly server: string }>(map: Readonly<Record<string, T>>) =>
    placedOn(servers, map);
  return {
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
  };
}

function placedOn<T extends { readonly server: string }>(
  servers: LoadedSettings["servers"],
  map: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([, { server }]) => Object.hasOwn(servers, server)));
}
