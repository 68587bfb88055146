import type * as pulumi from "@pulumi/pulumi";
import type { PlannedService } from "../topology/model/service.js";

/** What proves that quorums, services and steps of a network are good, by their names in the plan. */
export class Gates {
  readonly #made = new Map<string, pulumi.Resource>();

  /** Notes what proves that something of this name is good. */
  set(name: string, gate: pulumi.Resource): void {
    this.#made.set(name, gate);
  }

  /** Whether something is made that proves it. */
  has(name: string): boolean {
    return this.#made.has(name);
  }

  /** What must be good before these start. @throws Error for what is not made yet */
  before(...services: readonly PlannedService[]): pulumi.Resource[] {
    return [...new Set(services.flatMap(({ after = [] }) => after))].map((name) => this.of(name));
  }

  /** What proves that something is good. @throws Error for what is not made yet */
  of(name: string): pulumi.Resource {
    const gate = this.#made.get(name);
    if (!gate) throw new Error(`nothing proves yet that ${name} is good`);
    return gate;
  }
}
