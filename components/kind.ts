import type * as pulumi from "@pulumi/pulumi";
import type { NetworkKey } from "../config/networks.js";
import type { Plan } from "../topology/model/plan.js";
import type { PackageSecrets } from "../topology/package-secrets.js";
import type { Ground } from "./ground.js";
import type { Material } from "./service/material.js";

/**
 * Outputs of a stack that are of one kind of network alone, such as connection profiles. Every kind declares its own here:
 * the core names none. They have no key without their network, as the engine warns of every key without a value.
 */
// biome-ignore lint/suspicious/noEmptyInterface: kinds fill it
export interface OwnOutputs {}

/** What came of a network that was made. */
export interface MadeNetwork {
  readonly version?: string;
  /** `name → address` of what is dialled from outside. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** End of validity by certificate, ISO 8601. */
  readonly certificates?: pulumi.Output<Readonly<Record<string, string>>>;
  /** What day-2 verbs need to act for it. Secret. */
  readonly operations?: pulumi.Output<unknown>;
  readonly own: Partial<OwnOutputs>;
  /** What another network of the stack needs of it: what must be there before, and files by the names that plans use. */
  readonly offers?: { readonly ready: readonly pulumi.Resource[]; readonly material: Material };
}

/** What a network is told besides its plan when it is made. */
export interface Surroundings {
  /** Passwords of vendors' packages, by the names that the plan has for them. */
  readonly secrets: PackageSecrets;
  /** Networks that were made before, by the key of their kind. */
  readonly made: ReadonlyMap<string, MadeNetwork>;
}

/** A network's component. Its keys, and what it is founded with, are made with it. */
export interface NetworkComponent extends pulumi.Resource {
  /** A value that exists only when the configuration agrees with the founding: nothing that needs it starts before. */
  founded?<T>(value: pulumi.Output<T>): pulumi.Output<T>;
  /** Makes everything that runs, and tells what came of it. Once. */
  standOn(ground: Ground, around: Surroundings): MadeNetwork;
}

/** What a kind of network adds to the components. */
export interface KindComponents {
  readonly key: NetworkKey;
  /** Its component; nothing in a stack without such a network. @param parent what all networks stand in, if anything */
  make(plan: Plan, parent: pulumi.Resource | undefined): NetworkComponent | undefined;
  /** What the stack shares stands in its component, and bears its name: so it has been since there was no other kind. */
  readonly holdsGround?: true;
}
