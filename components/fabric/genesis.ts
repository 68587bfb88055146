import type * as pulumi from "@pulumi/pulumi";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import { describedBundle, type PublicBundle } from "./pki/public-bundle.js";

/** What the step `genesis` is told of the block that it makes. */
export function genesisOf(
  plan: PlanWithFabric,
  ordering: PublicBundle,
  organizations: readonly PublicBundle[],
) {
  const { version } = plan.networks.fabric;
  const { systemChannel, endpoints, kafkaBrokers, batch } = plan.networks.fabric.ordering;
  return {
    version,
    channel: systemChannel,
    ordering: { organization: describedBundle(ordering), endpoints, kafkaBrokers, batch },
    organizations: organizations.map(describedBundle),
  };
}

/** The block that it made, base64. */
export function genesisBlockIn(result: pulumi.Output<string>): pulumi.Output<string> {
  return result.apply((printed) => (JSON.parse(printed) as { readonly block: string }).block);
}
