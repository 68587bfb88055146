import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../topology/model/plan.js";
import type { NetworkIdentity } from "../network-identity.js";
import { stepCommand } from "../step.js";
import type { Server } from "./server.js";

export interface TeardownArgs {
  readonly plan: Plan;
  readonly network: NetworkIdentity;
  /** Every server that may hold data. */
  readonly servers: readonly Server[];
}

/**
 * The end of a stack, as a resource that does nothing until it is deleted. Volumes and containers depend on it and it
 * depends on the prepared servers, so that `pulumi destroy` removes the containers, then with `data: delete` the
 * volumes (which outlive their own resources), then what is ours on the servers. It is there with `data: keep` too:
 * switching changes an input of this resource and of nothing else.
 */
export function teardown(
  name: string,
  { plan, network, servers }: TeardownArgs,
  opts: pulumi.CustomResourceOptions,
): command.local.Command {
  return new command.local.Command(
    `${name}-teardown`,
    {
      delete: stepCommand("teardown"),
      environment: {
        CONSORTIUM_STEP: pulumi.jsonStringify({
          step: "teardown",
          stack: network.stack,
          network: network.id,
          data: plan.data,
          servers: servers.map((server) => server.forSteps),
        }),
      },
      addPreviousOutputInEnv: false,
      logging: command.local.Logging.Stderr,
    },
    { ...opts, dependsOn: servers.map((server) => server.prepared) },
  );
}
