import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Healthcheck, PlannedService } from "../../topology/model/service.js";
import type { Material } from "./material.js";
import { healthcheckArgs } from "./package-args.js";

/** The fields of a container that hold a password of a vendor's package: each of them is secret as a whole. */
export const secretFields = ["envs", "command", "entrypoints", "healthcheck"] as const;

/** Fields of a container in the place of those that its plan does not show. */
export function secretArgs(service: PlannedService, material: Material): Partial<docker.ContainerArgs> {
  const { secrets, env, healthcheck } = service;
  if (!secrets) return {};
  const content = (name: string): pulumi.Output<string> => {
    const found = material.get(name);
    if (!found) throw new Error(`${service.name}: no material named ${name}`);
    return pulumi.secret(found);
  };
  const words = (name: string) => content(name).apply((text) => JSON.parse(text) as string[]);
  const hidden = Object.entries(secrets.env);
  return {
    ...(hidden.length === 0
      ? {}
      : {
          envs: pulumi
            .all(hidden.map(([key, name]) => content(name).apply((value) => `${key}=${value}`)))
            .apply((values) => [...plainEnv(env), ...values].sort()),
        }),
    ...(secrets.command === undefined ? {} : { command: words(secrets.command) }),
    ...(secrets.entrypoint === undefined ? {} : { entrypoints: words(secrets.entrypoint) }),
    ...(secrets.healthcheck === undefined || !healthcheck
      ? {}
      : { healthcheck: words(secrets.healthcheck).apply((test) => checkOf(healthcheck, test)) }),
  };
}

function checkOf(healthcheck: Healthcheck, test: readonly string[]) {
  return healthcheckArgs({ ...healthcheck, test });
}

/** `KEY=value` of each variable. */
export function plainEnv(env: PlannedService["env"]): string[] {
  return Object.entries(env).map(([key, value]) => `${key}=${value}`);
}
