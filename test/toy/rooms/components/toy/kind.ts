import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../topology/model/plan.js";
import type { Ground } from "../ground.js";
import type { KindComponents, MadeNetwork, NetworkComponent } from "../kind.js";
import { step } from "../step.js";

class ToyNetwork extends pulumi.ComponentResource implements NetworkComponent {
  readonly #plan: Plan;

  constructor(plan: Plan, parent: pulumi.Resource | undefined) {
    super("consortium:toy:Network", "toy", {}, parent && { parent });
    this.#plan = plan;
  }

  standOn(ground: Ground): MadeNetwork {
    for (const quorum of this.#plan.quorums.filter(({ kind }) => kind === "toy")) {
      const { formed } = ground.quorum("consortium:toy:Members", quorum, {
        material: new Map(),
        parent: this,
        after: [],
      });
      step(
        "toy-greeting",
        { step: "toy-greet", spec: { name: quorum.name } },
        { parent: this, dependsOn: [formed] },
      );
    }
    return { version: "1", endpoints: { toys: "10.0.0.1:7000" }, own: {} };
  }
}

/** A toy network. */
export const toyComponents: KindComponents = {
  key: "toy",
  make: (plan, parent) => (plan.networks.toy ? new ToyNetwork(plan, parent) : undefined),
};
