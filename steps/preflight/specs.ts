import { plannedV1 } from "../../topology/container-spec.js";
import type { Plan } from "../../topology/model/plan.js";
import type { PlannedServer } from "../../topology/model/server.js";
import type { PlannedService } from "../../topology/model/service.js";
import { needsOf } from "../../topology/needs.js";
import { enginesOf, kinds } from "../../topology/networks.js";
import { sha256 } from "../../topology/sha256.js";
import type { PreflightSpec } from "../specs.js";

/** What preflight checks on one server of a plan, for the network with this id; it has none before the first `up`. */
export function preflightSpec(
  plan: Plan,
  server: PlannedServer,
  networkId: string | undefined,
): PreflightSpec {
  const services = plan.services.filter((service) => service.server === server.name);
  const bridges = (plan.bridges ?? [])
    .filter((bridge) => bridge.server === server.name)
    .map(({ name, subnet }) => ({ name, subnet }));
  return {
    step: "preflight",
    stack: plan.stack,
    ...(networkId === undefined ? {} : { network: networkId }),
    server: { name: server.name, address: server.address, ssh: server.ssh },
    arch: server.arch,
    cpus: server.cpus,
    memoryMiB: server.memoryMiB,
    diskMiB: server.diskMiB,
    ...(server.dataRoot === undefined ? {} : { dataRoot: server.dataRoot }),
    ...Object.assign({}, ...kinds.map((kind) => kind.preflight?.(plan, server.name))),
    needs: server.needs,
    rows: needsOf(plan, server.name).rows.map(({ name }) => name),
    services: services.map(preflightService),
    planned: sha256(JSON.stringify(services.map(plannedV1))).slice(0, 16),
    dials: plan.servers
      .filter(({ name }) => server.dials.includes(name))
      .map(({ name, address, ssh }) => ({ name, address, sshPort: ssh.port })),
    engine: enginesOf(plan),
    ...(server.armLevel === undefined ? {} : { armLevel: server.armLevel }),
    ...(bridges.length === 0 ? {} : { bridges }),
  };
}

function preflightService({ name, container, ports, volumes }: PlannedService) {
  return {
    name,
    container,
    ports: ports.map(({ name: what, address, port }) => ({ name: what, address, port })),
    volumes: volumes.map(({ name: volume, frozen }) => ({ name: volume, frozen })),
  };
}
