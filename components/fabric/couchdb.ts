import type * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedService } from "../../topology/model/service.js";
import type { Server } from "../server/server.js";
import { step } from "../step.js";

/** Seconds a CouchDB may take to answer. */
const deadlineSeconds = 180;

/** Proves that a peer's CouchDB serves; bound to its container, so that a new one is waited for. */
export function couchdbReady(
  service: PlannedService,
  server: Server,
  container: docker.Container,
  opts: pulumi.CustomResourceOptions,
): command.local.Command {
  const [http] = service.ports;
  if (!http) throw new Error(`${service.name} has no port`);
  return step(
    `${service.name}-ready`,
    {
      step: "couchdb-ready",
      spec: {
        step: "couchdb-ready",
        name: service.name,
        server: server.forSteps,
        container: service.container,
        port: http.port,
        deadlineSeconds,
        id: container.id,
      },
    },
    { ...opts, dependsOn: [container] },
  );
}
