import * as pulumi from "@pulumi/pulumi";

/**
 * Asks a question before the first container of a quorum is made in a run, unless the quorum's gate has asked it in the
 * same run. Nothing is asked in a run that makes no container.
 */
export class CreationGuard {
  readonly #ask: () => Promise<void>;
  readonly #gate: pulumi.ResourceHook;
  readonly #member: pulumi.ResourceHook;
  #asked: Promise<void> | undefined;

  /**
   * @param name unique in the program: hooks share one register.
   * @param ask throws when no container may be made; the engine then makes none.
   */
  constructor(name: string, ask: () => Promise<void>) {
    this.#ask = ask;
    this.#gate = new pulumi.ResourceHook(`${name}-gate-ran`, () => this.gateRan());
    this.#member = new pulumi.ResourceHook(`${name}-may-be-made`, () => this.mayBeMade());
  }

  /** Binding of the gate. */
  get gateHooks(): pulumi.ResourceHookBinding {
    return { afterCreate: [this.#gate], afterUpdate: [this.#gate] };
  }

  /** Binding of the members' containers. */
  get memberHooks(): pulumi.ResourceHookBinding {
    return { beforeCreate: [this.#member] };
  }

  /** The gate has found the quorum good in this run. */
  gateRan(): void {
    this.#asked = Promise.resolve();
  }

  /** Asks once; members that are made side by side share the answer. @throws what `ask` throws */
  mayBeMade(): Promise<void> {
    this.#asked ??= this.#ask();
    return this.#asked;
  }
}
