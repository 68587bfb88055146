import type { Host } from "../../hosts/host.js";
import type { Plan } from "../../topology/model/plan.js";
import type { PlannedQuorum } from "../../topology/model/quorum.js";
import type { PlannedServer } from "../../topology/model/server.js";
import type { PlannedService } from "../../topology/model/service.js";
import { keptVolumes } from "../../topology/rules/data-volume.js";
import type { GateMember, WatchedQuorum } from "../specs.js";

/** Seconds a gate waits without any progress; a slow broker start takes 2 minutes on a loaded machine (measured). */
export const deadlineSeconds = 300;

/** A planned member as its gates see it, asked by the port clients use and the operations or RPC endpoint where there is one. */
export function gateMember(service: PlannedService, server: Host): GateMember {
  const client = service.ports.find(({ name }) => name === "client" || name === "grpc" || name === "channel");
  if (!client) throw new Error(`${service.name}: a member of a quorum needs a client, grpc or channel port`);
  const operations = service.ports.find(({ name }) => name === "operations" || name === "rpc");
  return {
    name: service.name,
    container: service.container,
    server,
    host: service.name,
    port: client.port,
    ...(client.authority === undefined ? {} : { authority: client.authority }),
    ...(operations ? { operations: { host: operations.address, port: operations.port } } : {}),
    ...(service.memberId === undefined ? {} : { id: service.memberId }),
    volumes: keptVolumes(service).map(({ name }) => name),
  };
}

/** A planned server as steps reach it. */
export function stepServer({ name, address, ssh }: PlannedServer): Host {
  return { name, address, ssh };
}

/** The server that a planned service runs on. @throws Error for one that is not in the plan */
export function serverOf({ servers }: Plan, service: PlannedService): Host {
  const server = servers.find(({ name }) => name === service.server);
  if (!server) throw new Error(`no server ${service.server} in the plan`);
  return stepServer(server);
}

/** A planned quorum as it is looked at. */
export function watchedQuorum(plan: Plan, { name, kind, members, minInSync }: PlannedQuorum): WatchedQuorum {
  return {
    name,
    kind,
    members: members.map((service) => gateMember(service, serverOf(plan, service))),
    deadlineSeconds,
    ...(minInSync === undefined ? {} : { minInSync }),
  };
}
