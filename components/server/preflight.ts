import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { preflightSpec } from "../../steps/preflight/specs.js";
import type { Plan } from "../../topology/types.js";
import type { NetworkIdentity } from "../service/service.js";
import { step } from "../step.js";

/**
 * Checks every server that is about to change, before any server is changed: one step a server, which runs again only
 * when that server's plan or its last result asks for it.
 */
export function preflights(
  plan: Plan,
  network: NetworkIdentity,
  opts: pulumi.CustomResourceOptions,
): command.local.Command[] {
  return plan.servers.map((server) =>
    step(
      `${server.name}-preflight`,
      {
        step: "preflight",
        spec: network.id.apply((id) => preflightSpec(plan, server, id)),
      },
      opts,
    ),
  );
}
