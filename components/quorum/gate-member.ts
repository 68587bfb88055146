import type { GateMember, StepServer } from "../../steps/specs.js";
import type { PlannedService } from "../../topology/types.js";

/** A planned member as its gates see it, asked by the port clients use and the operations endpoint where there is one. */
export function gateMember(service: PlannedService, server: StepServer): GateMember {
  const client = service.ports.find((port) => port.name === "client" || port.name === "grpc");
  if (!client) throw new Error(`${service.name}: a member of a quorum needs a client or grpc port`);
  const operations = service.ports.find((port) => port.name === "operations");
  const id = service.env.ZOO_MY_ID ?? service.env.KAFKA_BROKER_ID;
  return {
    name: service.name,
    container: service.container,
    server,
    host: service.name,
    port: client.port,
    ...(operations ? { operations: { host: operations.address, port: operations.port } } : {}),
    ...(id === undefined ? {} : { id: Number(id) }),
    volumes: service.volumes.map((volume) => volume.name),
  };
}
