import type { Finding } from "../config/findings.js";
import { processorOf } from "../config/processor.js";
import type { StackSettings } from "../config/schema.js";
import type { SshTarget } from "../hosts/ssh/target.js";
import type { Packages } from "./context.js";
import { planFlows } from "./flows.js";
import { planRegistry } from "./images/registry.js";
import type { NetworkPart } from "./kind.js";
import type { Plan } from "./model/plan.js";
import type { PlannedServer } from "./model/server.js";
import { byName, sortedEntries } from "./names.js";
import { needsOf, sumOfRows } from "./needs.js";
import { phases } from "./networks.js";
import type { PackageSecrets } from "./package-secrets.js";
import { onServers } from "./placement/servers.js";
import { planNetworks } from "./plan-networks.js";
import { PortPlan } from "./ports.js";

const mebibyte = 1024 ** 2;

function sshTarget(settings: StackSettings, name: string): SshTarget {
  const server = settings.servers?.[name];
  if (!server) throw new Error(`server ${name} is not in the settings`);
  const jump = server.ssh.jump === undefined ? undefined : settings.jumpHosts[server.ssh.jump];
  return {
    host: server.ssh.host ?? server.address,
    port: server.ssh.port,
    user: server.ssh.user,
    hostKey: server.hostKey,
    ...(jump ? { jump } : {}),
  };
}

/** What the servers of a plan follow from. */
type Parts = Pick<Required<NetworkPart>, "services" | "own" | "dials">;

/** Servers that the services of `name` dial: whoever owns an address in their host entries, and the registry. */
function dialsOf(settings: StackSettings, name: string, { services, dials }: Parts): string[] {
  const addresses = new Set(services.filter((s) => s.server === name).flatMap((s) => Object.values(s.hosts)));
  const registry = settings.images.registry?.server;
  return sortedEntries(settings.servers ?? {})
    .filter(
      ([other, { address }]) =>
        other !== name &&
        (addresses.has(address) ||
          other === registry ||
          dials.some(([from, to]) => from === name && to === other)),
    )
    .map(([other]) => other);
}

/** The servers that run something; a spare one in an inventory is left alone. */
function planServers(settings: StackSettings, parts: Parts): PlannedServer[] {
  const { services, own } = parts;
  const used = new Set(services.map((service) => service.server));
  const inUse = sortedEntries(settings.servers ?? {}).filter(([name]) => used.has(name));
  return inUse.map(([name, server]) => {
    const { rows, dataRoot } = needsOf({ tier: settings.tier, services, networks: own }, name);
    const folder = server.dataRoot ?? dataRoot;
    return {
      name,
      address: server.address,
      ssh: sshTarget(settings, name),
      ...processorOf(server.arch),
      ...(server.zone === undefined ? {} : { zone: server.zone }),
      cpus: server.cpus,
      memoryMiB: Math.floor(server.memory / mebibyte),
      diskMiB: Math.floor(server.disk / mebibyte),
      ...(folder === undefined ? {} : { dataRoot: folder }),
      needs: sumOfRows(rows),
      dials: dialsOf(settings, name, parts),
    };
  });
}

/** What a plan is made for, besides the settings. */
export interface PlanOptions {
  readonly stack: string;
  /** What was read of vendors' packages; a network whose package is not among it is left out of the plan. */
  readonly packages?: Packages;
}

/**
 * Plans the networks of a stack from its checked settings. Pure: the same settings give the same plan on every machine.
 * @throws Error when the settings name something that does not exist; `checkSettings` finds that first, with a path.
 */
export function planNetwork(settings: StackSettings, options: PlanOptions): Plan {
  return planStack(settings, options).plan;
}

/** A plan with what it does not show, and what is wrong with the packages that it was made from. */
export interface StackPlan {
  readonly plan: Plan;
  /** Passwords of the packages, by the names that the plan has for them. */
  readonly secrets: PackageSecrets;
  readonly findings: readonly Finding[];
}

/** The plan, and what is wrong with the packages that it was made from. */
export function planStack(settings: StackSettings, { stack, packages = {} }: PlanOptions): StackPlan {
  const context = {
    stack,
    tier: settings.tier,
    settings,
    ports: new PortPlan(),
    placement: onServers(settings.servers),
    packages,
  };
  const registry = planRegistry(context);
  const { services: ofNetworks, quorums, bridges, own, dials, secrets, findings } = planNetworks(context);
  const services = [...(registry ? [registry] : []), ...ofNetworks].sort(
    (a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase) || byName(a.name, b.name),
  );
  const plan: Plan = {
    stack,
    tier: settings.tier,
    data: settings.data,
    servers: planServers(settings, { services, own, dials }),
    services,
    quorums,
    ...(bridges.length > 0 ? { bridges } : {}),
    flows: planFlows(
      services,
      sortedEntries(settings.servers ?? {}).map(([name]) => name),
    ),
    networks: own,
  };
  return { plan, secrets, findings };
}
