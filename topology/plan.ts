import type { StackSettings } from "../config/schema.js";
import { limitsFor } from "../config/tiers.js";
import type { SshTarget } from "../ssh/target.js";
import { planFabric } from "./fabric/plan.js";
import { planFlows } from "./flows.js";
import { planRegistry } from "./images/registry.js";
import { byName, sortedEntries } from "./names.js";
import { PortPlan } from "./ports.js";
import { type Plan, type PlannedServer, type PlannedService, phases } from "./types.js";

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

/** Servers that the services of `name` dial: whoever owns an address in their host entries, and the registry. */
function dialsOf(settings: StackSettings, name: string, services: readonly PlannedService[]): string[] {
  const addresses = new Set(services.filter((s) => s.server === name).flatMap((s) => Object.values(s.hosts)));
  const registry = settings.images.registry?.server;
  return sortedEntries(settings.servers ?? {})
    .filter(([other, { address }]) => other !== name && (addresses.has(address) || other === registry))
    .map(([other]) => other);
}

/** The servers that run something; a spare one in an inventory is left alone. */
function planServers(settings: StackSettings, services: readonly PlannedService[]): PlannedServer[] {
  const used = new Set(services.map((service) => service.server));
  const inUse = sortedEntries(settings.servers ?? {}).filter(([name]) => used.has(name));
  return inUse.map(([name, server]) => {
    const needs = services
      .filter((service) => service.server === name)
      .map((service) => limitsFor(settings.tier, service.role))
      .reduce(
        (sum, role) => ({
          cpus: sum.cpus + role.cpus,
          memoryMiB: sum.memoryMiB + role.memoryMiB,
          diskMiB: sum.diskMiB + role.diskMiB,
        }),
        { cpus: 0, memoryMiB: 0, diskMiB: 0 },
      );
    return {
      name,
      address: server.address,
      ssh: sshTarget(settings, name),
      arch: server.arch,
      ...(server.zone === undefined ? {} : { zone: server.zone }),
      cpus: server.cpus,
      memoryMiB: Math.floor(server.memory / mebibyte),
      diskMiB: Math.floor(server.disk / mebibyte),
      ...(server.dataRoot === undefined ? {} : { dataRoot: server.dataRoot }),
      needs,
      dials: dialsOf(settings, name, services),
    };
  });
}

/**
 * Plans a stack's network from its checked settings. Pure: the same settings give the same plan on every machine.
 * @throws Error when the settings name something that does not exist; `checkSettings` finds that first, with a path.
 */
export function planNetwork(settings: StackSettings, { stack }: { readonly stack: string }): Plan {
  if (!settings.fabric) throw new Error("the stack has no consortium:fabric network");
  const addressOf = (server: string): string => {
    const address = settings.servers?.[server]?.address;
    if (address === undefined) throw new Error(`server ${server} is not in the settings`);
    return address;
  };
  const context = {
    stack,
    tier: settings.tier,
    settings,
    fabric: settings.fabric,
    ports: new PortPlan(),
    addressOf,
  };
  const registry = planRegistry(context);
  const { fabric, services: fabricServices } = planFabric(context);
  const services = [...(registry ? [registry] : []), ...fabricServices].sort(
    (a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase) || byName(a.name, b.name),
  );
  return {
    stack,
    tier: settings.tier,
    data: settings.data,
    servers: planServers(settings, services),
    services,
    flows: planFlows(
      services,
      sortedEntries(settings.servers ?? {}).map(([name]) => name),
    ),
    fabric,
  };
}
