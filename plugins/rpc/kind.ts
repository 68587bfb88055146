import type { Change } from "./diff.js";
import type { Fields } from "./fields.js";
import type { Props } from "./values.js";

/** What an operation on one resource may use. */
export interface Operation {
  readonly urn: string;
  /** Logical name of the resource, for messages. */
  readonly name: string;
  /** Aborted when the user cancels the run, or the resource's custom timeout is over. */
  readonly signal: AbortSignal;
  /** Shows a line beside the resource. Never give it a secret. */
  readonly log: (severity: "info" | "warning" | "error", text: string) => void;
  /** Secret texts among the inputs, which no message may show. */
  readonly secrets: readonly string[];
}

/** What a finished creation gives. */
export interface Created {
  readonly id: string;
  /** Computed outputs only; the inputs are outputs by themselves. */
  readonly outputs: Props;
}

/** An input that was refused. */
export interface Refusal {
  readonly property: string;
  readonly reason: string;
}

/** What was recorded of a resource. Everything is in clear. */
export interface Recorded {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** One kind of resource: its schema, its diff and replace rules and its work. Inputs and outputs come in clear. */
export interface Kind {
  /** Inputs without which it cannot be. */
  readonly required: readonly string[];
  /** The other inputs that are understood. */
  readonly optional: readonly string[];
  /** Inputs of the official schema that are refused, with the reason. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Outputs that are always secret. */
  readonly secretOutputs?: readonly string[];
  /** Outputs that are known only after the work. */
  readonly computed: readonly string[];
  /** Computed outputs that an update may change. Default: none. */
  readonly computedByUpdate?: readonly string[];
  /** Whether `name` is made from the logical name when it is not given. */
  readonly autonamed?: true;
  /** Whether a replacement must delete the old one first. */
  readonly deleteBeforeReplace?: true;
  /** Whether a change of this input needs a new resource. */
  readonly replaces: (key: string) => boolean;
  /** Inputs that are lists without order; as in `DiffRules`. */
  readonly sets?: readonly string[];
  /** The inputs as they are read back from the living thing; as in `DiffRules`. */
  readonly asRead?: (recorded: Props) => Props;
  /** Inputs that make no difference by themselves. */
  readonly ignored?: readonly string[];
  /** Values the outputs show for inputs that were not given. */
  readonly defaults?: Props;
  /** Refusals beyond missing and unknown inputs. Unknown values are possible. */
  check?(inputs: Fields): Refusal[];
  /** Changes that the inputs do not show, e.g. a certificate that is due. */
  drift?(recorded: Recorded, news: Props, now: Date): Change[];
  create(operation: Operation, inputs: Fields): Promise<Created>;
  /** Looks at the real thing. Undefined when it is gone. Absent: taken as recorded. */
  read?(operation: Operation, recorded: Recorded): Promise<{ inputs: Props; outputs: Props } | undefined>;
  /** Changes it in place; gives computed outputs. Absent: only the record changes. */
  update?(operation: Operation, recorded: Recorded, news: Fields): Promise<Props>;
  /** Removes it; one that is already gone is no error. Absent: only the record goes. */
  delete?(operation: Operation, recorded: Recorded): Promise<void>;
}

/** One explicit or default provider of a stack. */
export interface ProviderInstance {
  /** The kinds of resources by type token, e.g. `docker:index/container:Container`. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Refuses a wrong configuration before anything runs. */
  checkConfig?(config: Fields): Refusal[];
  /** Whether the new configuration reaches something else, so that every resource must be made anew. */
  replacesConfig?: (key: string) => boolean;
  /** The configuration as far as it makes a difference here: what is left out is no change. Default: all of it. */
  effective?(config: Props): Props;
  configure?(config: Fields): void;
  /** Gives up what it holds; called once. */
  close?(): void;
}

/** One provider plugin: a package of the registry and its resources. */
export interface ProviderPackage {
  readonly name: string;
  /** The version of the SDK whose schema is served. */
  readonly version: string;
  instance(): ProviderInstance;
}

/** The thing exists but is not as it should be (not healthy in time): the engine records it, and the next run updates it. */
export class InitError extends Error {
  readonly created: Created;
  constructor(created: Created, reason: string) {
    super(reason);
    this.name = "InitError";
    this.created = created;
  }
}
