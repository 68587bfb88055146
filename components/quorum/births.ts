import * as pulumi from "@pulumi/pulumi";

/**
 * Notes which resources were created in this run. A quorum whose volumes were all made in this run is being born and
 * starts in parallel; every other one changes a member at a time.
 */
export class Births {
  readonly #born = new Set<string>();
  readonly #hook: pulumi.ResourceHook;

  /** @param name unique in the program: hooks share one register. */
  constructor(name: string) {
    this.#hook = new pulumi.ResourceHook(`${name}-births`, ({ urn }) => {
      this.#born.add(urn);
    });
  }

  /** Binding that makes a resource note its own creation. */
  get hooks(): pulumi.ResourceHookBinding {
    return { afterCreate: [this.#hook] };
  }

  /** Whether every one of these was created in this run. Never waits for values that a preview does not know. */
  async allBorn(resources: readonly pulumi.Resource[]): Promise<boolean> {
    const urns = await Promise.all(
      resources.map((resource) => new Promise<string>((resolve) => resource.urn.apply(resolve))),
    );
    return urns.every((urn) => this.#born.has(urn));
  }
}
