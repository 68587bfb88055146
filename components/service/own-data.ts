import * as pulumi from "@pulumi/pulumi";
import type { PlannedService } from "../../topology/model/service.js";
import type { NetworkIdentity } from "../network-identity.js";
import { runStep } from "../quorum/run-step.js";
import type { Server } from "../server/server.js";

/** Data volumes on one server of services that belong to no quorum and cannot fill them again. */
export interface GuardedData {
  readonly stack: string;
  readonly network: pulumi.Input<string>;
  readonly volumes: readonly string[];
}

/** What is guarded of services; nothing where they keep no data. */
export function guardedData(
  services: readonly PlannedService[],
  { stack, id }: NetworkIdentity,
): GuardedData | undefined {
  const volumes = services.flatMap((service) => service.volumes.map(({ name }) => name));
  return volumes.length === 0 ? undefined : { stack, network: id, volumes };
}

/**
 * Asks before the first container of a server is made in a run whether the data that its services last worked with is
 * there: the engine makes a lost volume again, and on an empty one the image would begin anew. Nothing is asked in a run
 * that makes no container.
 * @param name unique in the program: hooks share one register.
 */
export function dataGuard(name: string, server: Server, data: GuardedData): pulumi.ResourceHookBinding {
  let asked: Promise<void> | undefined;
  const ask = new pulumi.ResourceHook(name, () => {
    asked ??= runStep({ step: "data-kept", spec: { step: "data-kept", server: server.forSteps, data } });
    return asked;
  });
  return { beforeCreate: [ask] };
}
