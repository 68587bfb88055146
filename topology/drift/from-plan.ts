import { cpusText } from "../as-read.js";
import type { Plan } from "../model/plan.js";
import type { PlannedService } from "../model/service.js";
import { sha256 } from "../sha256.js";
import { bindText } from "./bind-text.js";
import type { Desired, DesiredContainer } from "./types.js";

/**
 * What a plan alone says should be on the servers: without a state neither image ids nor keys nor the network's id are
 * known, so they are not compared.
 */
export function desiredByPlan(plan: Plan): Desired {
  return {
    stack: plan.stack,
    containers: plan.services.map(containerByPlan),
    images: [],
    volumes: plan.services.flatMap(({ server, volumes }) => volumes.map(({ name }) => ({ server, name }))),
    bridges: (plan.bridges ?? []).map(({ server, name, subnet }) => ({ server, name, subnet })),
    hosts: plan.servers.map(({ name }) => ({ server: name, formed: [] })),
  };
}

/** How a service is reached: on its server's own network, or through ports that Docker publishes. */
function connectionOf({ bridge, ports, binds = [] }: PlannedService) {
  return {
    network: bridge ? "bridge" : "host",
    ...(bridge
      ? {
          bridges: [bridge.network],
          ports: Object.fromEntries(
            ports.map(({ address, port, target = port }) => [`${address}:${port}`, String(target)]),
          ),
        }
      : {}),
    ...(binds.length > 0
      ? { binds: Object.fromEntries(binds.map(({ path, from, access }) => [path, bindText(from, access)])) }
      : {}),
  };
}

function containerByPlan(service: PlannedService): DesiredContainer {
  const { server, container, command, env, hosts, volumes, limits, files, secrets } = service;
  return {
    server,
    name: container,
    settings: {
      // One with a password stands masked in the plan; compared, it would differ and be printed whole.
      ...(command.length > 0 && secrets?.command === undefined ? { command } : {}),
      env,
      hosts,
      volumes: Object.fromEntries(volumes.map(({ name, path }) => [path, name])),
      ...connectionOf(service),
      memoryMiB: limits.memoryMiB,
      // A weight takes the place of a limit, so Docker holds none.
      cpus: limits.cpuWeight === undefined ? Number(cpusText(limits.cpus)) : 0,
      restart: "unless-stopped",
    },
    files: Object.fromEntries(
      files.flatMap(({ path, source }) => (source.kind === "text" ? [[path, sha256(source.text)]] : [])),
    ),
  };
}
