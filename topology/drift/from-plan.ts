import { sha256 } from "../sha256.js";
import type { Plan, PlannedService } from "../types.js";
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
    hosts: plan.servers.map(({ name }) => ({ server: name, formed: [] })),
  };
}

function containerByPlan(service: PlannedService): DesiredContainer {
  const { server, container, command, env, hosts, volumes, limits, files } = service;
  return {
    server,
    name: container,
    settings: {
      ...(command.length > 0 ? { command } : {}),
      env,
      hosts,
      volumes: Object.fromEntries(volumes.map(({ name, path }) => [path, name])),
      network: "host",
      memoryMiB: limits.memoryMiB,
      cpus: limits.cpus,
      restart: "unless-stopped",
    },
    files: Object.fromEntries(
      files.flatMap(({ path, source }) => (source.kind === "text" ? [[path, sha256(source.text)]] : [])),
    ),
  };
}
