import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { FiscoFounded } from "../../steps/fisco/founding.js";
import {
  compareFiscoFounding,
  type FiscoFounding as FiscoFoundingRecord,
  fiscoFoundingOf,
  wantedFounding,
} from "../../topology/fisco/founding.js";
import type { FiscoPlan } from "../../topology/fisco/types.js";
import { refuseContradictions } from "../founding.js";
import { step } from "../step.js";

export interface FiscoFoundingArgs {
  readonly stack: string;
  readonly plan: FiscoPlan;
  /** Public identities of the nodes, which stand in block 0. */
  readonly nodeIds: pulumi.Output<Readonly<Record<string, string>>>;
  /** Keeps the record when the rest is destroyed. */
  readonly keep: boolean;
}

/**
 * When a chain was founded and with what: block 0 is made of it on every node, so it never changes. A configuration that
 * contradicts the record is refused in the preview.
 */
export class FiscoFounding extends pulumi.ComponentResource {
  /** Milliseconds since 1970: the time of block 0, from which certificates are valid. */
  readonly timestampMs: pulumi.Output<number>;
  readonly #accepted: pulumi.Output<boolean>;

  constructor(name: string, args: FiscoFoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("consortium:fisco:Founding", name, {}, opts);
    const wanted = args.nodeIds.apply((ids) => fiscoFoundingOf(args.plan, ids));
    const made = step(
      `${name}-founding`,
      { step: "fisco-founding", spec: { step: "fisco-founding", founding: wanted } },
      { parent: this, protect: args.keep, ignoreChanges: ["create", "environment"] },
    );
    this.timestampMs = made.stdout.apply((stdout) => (JSON.parse(stdout) as FiscoFounded).timestampMs);
    const record = recordOf(made);
    // A preview does not know the key of a node that is new in the stack file, and has to refuse it all the same.
    const asked = record.apply((founded) =>
      refuseContradictions(args.stack, compareFiscoFounding(founded, wantedFounding(args.plan))),
    );
    this.#accepted = pulumi.all([record, wanted, asked]).apply(([founded, now]) => {
      refuseContradictions(args.stack, compareFiscoFounding(founded, now));
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
function recordOf(made: command.local.Command): pulumi.Output<FiscoFoundingRecord> {
  return made.environment.apply((environment) => {
    const spec = environment?.CONSORTIUM_STEP;
    if (spec === undefined) throw new Error("the state holds a chain's founding without its record");
    return (JSON.parse(spec) as { readonly founding: FiscoFoundingRecord }).founding;
  });
}
