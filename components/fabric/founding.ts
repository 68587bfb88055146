import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import {
  compareFounding,
  type Founding as FoundingRecord,
  foundingOf,
} from "../../topology/fabric/founding.js";
import type { PlanWithFabric } from "../../topology/fabric/with-fabric.js";
import { refuseContradictions } from "../founding.js";
import { step } from "../step.js";

/** An organisation's certificates, as every channel's configuration carries them. */
export interface PublicMaterial {
  readonly mspId: string;
  readonly caCertificate: pulumi.Input<string>;
  readonly tlsCaCertificate: pulumi.Input<string>;
}

export interface FoundingArgs {
  readonly plan: PlanWithFabric;
  readonly ordering: PublicMaterial;
  readonly organizations: readonly PublicMaterial[];
  /** Keeps the genesis block when the rest is destroyed. */
  readonly keep: boolean;
}

/**
 * The genesis block, made once and frozen in the state together with a record of what the network was founded with.
 * Whatever a later configuration says, block and record stay; a configuration that contradicts the record is refused
 * in the preview.
 */
export class Founding extends pulumi.ComponentResource {
  /** The genesis block, base64. */
  readonly genesisBlock: pulumi.Output<string>;
  readonly #accepted: pulumi.Output<boolean>;

  constructor(name: string, args: FoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fabric:Founding", name, {}, opts);
    const { plan } = args;
    const { ordering } = plan.networks.fabric;
    const wanted = foundingOf(plan);
    const made = step(
      `${name}-genesis`,
      {
        step: "genesis",
        spec: {
          genesis: {
            version: plan.networks.fabric.version,
            channel: ordering.systemChannel,
            ordering: {
              organization: args.ordering,
              endpoints: ordering.endpoints,
              kafkaBrokers: ordering.kafkaBrokers,
              batch: ordering.batch,
            },
            organizations: args.organizations,
          },
          founding: wanted,
        },
      },
      { parent: this, protect: args.keep, ignoreChanges: ["create", "environment"] },
    );
    this.genesisBlock = made.stdout.apply(
      (stdout) => (JSON.parse(stdout) as { readonly block: string }).block,
    );
    this.#accepted = recordOf(made).apply((founded) => {
      refuseContradictions(plan.stack, compareFounding(founded, wanted));
      return true;
    });
    this.registerOutputs({});
  }

  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  checked<T>(value: pulumi.Output<T>): pulumi.Output<T> {
    return pulumi.all([value, this.#accepted]).apply(([known]) => known as T);
  }
}

/** The record as it was written at the founding: the inputs of that day, which `ignoreChanges` keeps. */
function recordOf(made: command.local.Command): pulumi.Output<FoundingRecord> {
  return made.environment.apply((environment) => {
    const spec = environment?.CONSORTIUM_STEP;
    if (spec === undefined) throw new Error("the state holds a genesis block without its founding record");
    return (JSON.parse(spec) as { readonly founding: FoundingRecord }).founding;
  });
}
