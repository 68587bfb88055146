import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import { byName } from "../topology/names.js";
import { UsageError } from "./verb.js";

/** The argument of verbs that take services, for commander's `.argument(name, description)`. */
export const servicesArgument = ["[services...]", "which services (default: all)"] as const;

/** What a pattern may be, for the help of every verb that takes services. */
export const selectionHelp = `
Services are chosen by name, or with a word before the name: role:orderer, server:k1, org:Org5. Everywhere * stands for
any characters and ? for one; quote them from the shell. Several patterns together choose every service that one of them
matches. org: is an organisation of Fabric, an agency of FISCO BCOS, or a side of WeFe (union, or a member's name); the
ordering organisation has the orderers, the brokers and the ZooKeeper servers.`;

const kinds = ["role", "server", "org"] as const;

/** By what a pattern looks for services. */
type Kind = (typeof kinds)[number] | "service";

/**
 * The services that at least one pattern matches, in the plan's order (phase, then name); all when there is no pattern.
 * @throws UsageError for a pattern that matches nothing, listing what there is.
 */
export function selectServices(plan: Plan, patterns: readonly string[]): readonly PlannedService[] {
  if (patterns.length === 0) return plan.services;
  const matchers = patterns.map((pattern) => matcherOf(plan, pattern));
  return plan.services.filter((service) => matchers.some((matches) => matches(service)));
}

/**
 * The one service that a pattern matches.
 * @throws UsageError when it matches none or several.
 */
export function selectService(plan: Plan, pattern: string): PlannedService {
  const [service, ...more] = selectServices(plan, [pattern]);
  if (service === undefined || more.length > 0)
    throw new UsageError(
      `${pattern} matches ${1 + more.length} services, and exactly one is wanted: ` +
        [...(service ? [service] : []), ...more].map(({ name }) => name).join(", "),
    );
  return service;
}

function matcherOf(plan: Plan, pattern: string): (service: PlannedService) => boolean {
  const { kind, glob } = parsed(pattern);
  const wanted = globPattern(glob);
  const matches = (service: PlannedService) => namesOf(service, kind).some((name) => wanted.test(name));
  if (!plan.services.some(matches)) {
    const known = new Set(plan.services.flatMap((service) => namesOf(service, kind).slice(0, 1)));
    throw new UsageError(
      `no ${kind === "org" ? "organisation's service" : kind} matches ${pattern}; ` +
        `stack ${plan.stack} has ${plural[kind]}: ${[...known].sort(byName).join(", ")}` +
        (kind === "service" ? `. Other ways to choose: ${kinds.map((one) => `${one}:…`).join(" ")}` : ""),
    );
  }
  return matches;
}

const plural: Readonly<Record<Kind, string>> = {
  service: "services",
  role: "roles",
  server: "servers",
  org: "organisations",
};

function parsed(pattern: string): { readonly kind: Kind; readonly glob: string } {
  const at = pattern.indexOf(":");
  if (at < 0) return { kind: "service", glob: pattern };
  const word = pattern.slice(0, at);
  const kind = kinds.find((one) => one === word);
  if (!kind)
    throw new UsageError(
      `${pattern}: ${word}: is no way to choose services; there are a service's name, ${kinds.map((one) => `${one}:…`).join(", ")}`,
    );
  return { kind, glob: pattern.slice(at + 1) };
}

/** What a pattern is compared with; the first one is shown to people. */
function namesOf(service: PlannedService, kind: Kind): readonly string[] {
  switch (kind) {
    case "service":
      return [service.name, service.container];
    case "role":
      return [service.role];
    case "server":
      return [service.server];
    case "org":
      return service.owner === undefined ? [] : [service.owner];
  }
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
