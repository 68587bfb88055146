import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../config/findings.js";
import { ConfigurationError, throwOnErrors } from "../config/load.js";
import { type Founding as FoundingRecord, type KindFounding, readTransition } from "../topology/founding.js";
import type { Plan } from "../topology/model/plan.js";
import { step } from "./step.js";

/** The kind's own part of a founding. */
export interface FoundingArgs<Values extends Wanted, Wanted = Values> {
  readonly plan: Plan;
  readonly kind: KindFounding<Values, Wanted>;
  /** The wanted values with those that only the engine knows, such as what is made of a key. */
  readonly record: (wanted: Wanted) => pulumi.Output<Values>;
  /** What is run on the first day: its resource name, and its spec, to which the record is added. */
  readonly first: {
    readonly name: string;
    readonly step: string;
    readonly spec: Readonly<Record<string, unknown>>;
  };
  /**
   * Steps that changed founding values since, in their order: `<network>-transition-<n>`, each of which printed its
   * `Transition`. Every later run registers them again, with their inputs ignored as the first day's are, and protected:
   * the engine then refuses a run that leaves one out.
   */
  readonly transitions: readonly command.local.Command[];
}

/**
 * What a network was founded with, frozen in the state: the first day's result and record, and the transitions since.
 * Whatever a later configuration says, they stay; a configuration that contradicts them is refused in the preview.
 */
export class Founding<Values extends Wanted, Wanted = Values> extends pulumi.ComponentResource {
  /** What the first day's step printed. */
  readonly result: pulumi.Output<string>;
  readonly #accepted: pulumi.Output<boolean>;

  constructor(
    type: string,
    name: string,
    { plan, kind, record, first, transitions }: FoundingArgs<Values, Wanted>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, {}, opts);
    const planned = kind.of(plan);
    if (planned === undefined) throw new Error(`the plan has no network for ${name}`);
    const wanted = record(planned);
    const made = step(
      first.name,
      { step: first.step, spec: { ...first.spec, founding: wanted } },
      { parent: this, protect: plan.data === "keep", ignoreChanges: ["create", "environment"] },
    );
    this.result = made.stdout;
    this.#accepted = recordedIn<Values>(made, transitions).apply((recorded) => {
      // A preview does not know the key of a node that is new in the stack file, and has to refuse it all the same.
      refuseContradictions(plan.stack, kind.compare(recorded, planned));
      return wanted.apply((complete) => {
        refuseContradictions(plan.stack, kind.compare(recorded, complete));
        return true;
      });
    });
    this.registerOutputs({});
  }

  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  checked<T>(value: pulumi.Output<T>): pulumi.Output<T> {
    return pulumi.all([value, this.#accepted]).apply(([known]) => known as T);
  }
}

/** The first day as it was written then, in the inputs that `ignoreChanges` keeps, and what was printed since. */
function recordedIn<Values>(
  made: command.local.Command,
  transitions: readonly command.local.Command[],
): pulumi.Output<FoundingRecord<Values>> {
  const printed = pulumi.all(transitions.map(({ stdout }) => stdout));
  return pulumi.all([made.environment, printed]).apply(([environment, texts]) => {
    const spec = environment?.CONSORTIUM_STEP;
    if (spec === undefined) throw new Error("the state holds a network's founding without its record");
    const { founding } = JSON.parse(spec) as { readonly founding: Values };
    return { firstDay: founding, transitions: texts.map((text) => readTransition<Values>(text)) };
  });
}

/** Ends the program, in the preview already, where a configuration contradicts what holds. @throws pulumi.RunError */
function refuseContradictions(stack: string, findings: readonly Finding[]): void {
  try {
    throwOnErrors(stack, findings);
  } catch (error) {
    // The engine prints a RunError as it is, without a stack trace.
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}
