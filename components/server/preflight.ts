import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { preflightSpec } from "../../steps/preflight/specs.js";
import type { Plan } from "../../topology/model/plan.js";
import type { NetworkIdentity } from "../network-identity.js";
import { step } from "../step.js";

/**
 * The barrier before any change: checks every server that is about to change and shows all findings in one table.
 * It knows what passed last time, so the change of one server asks that server only.
 */
export function preflight(
  plan: Plan,
  network: NetworkIdentity,
  opts: pulumi.CustomResourceOptions,
): command.local.Command {
  return step(
    "preflight",
    {
      step: "preflight",
      spec: network.id.apply((id) => ({
        servers: plan.servers.map((server) => preflightSpec(plan, server, id)),
      })),
      previousResult: "in PULUMI_COMMAND_STDOUT",
    },
    opts,
  );
}
