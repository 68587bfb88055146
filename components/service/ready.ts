import type * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { deadlineSeconds } from "../../steps/gates/member.js";
import type { PlannedService } from "../../topology/model/service.js";
import type { Server } from "../server/server.js";
import { step } from "../step.js";
import type { GuardedData } from "./own-data.js";

/**
 * Proves that a service outside a quorum serves; bound to its container, so that a new one is waited for.
 * @param data its volumes where they are guarded: they are stamped when it serves.
 */
export function serviceReady(
  { name, container: physical, ready = [] }: PlannedService,
  server: Server,
  container: docker.Container,
  opts: pulumi.CustomResourceOptions,
  data?: GuardedData,
): command.local.Command {
  return step(
    `${name}-ready`,
    {
      step: "service-ready",
      spec: {
        step: "service-ready",
        name,
        server: server.forSteps,
        container: physical,
        checks: ready,
        ...(data ? { data } : {}),
        deadlineSeconds,
        id: container.id,
      },
    },
    { ...opts, dependsOn: [container] },
  );
}
