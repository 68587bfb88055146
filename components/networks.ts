import * as pulumi from "@pulumi/pulumi";
import { referencesByName } from "../topology/images/catalogue.js";
import { fabricComponents } from "./fabric/kind.js";
import { fiscoComponents } from "./fisco/kind.js";
import { Ground } from "./ground.js";
import type { KindComponents, MadeNetwork, OwnOutputs } from "./kind.js";
import type { CheckedStack } from "./stack.js";
import { wefeComponents } from "./wefe/kind.js";

/** The registry of this floor: the kinds of networks, in the order in which they are made. */
const kinds: readonly KindComponents[] = [fabricComponents, fiscoComponents, wefeComponents];

/** What a stack tells the outside. */
export interface StackOutputs extends Partial<OwnOutputs> {
  /** `name → address` of what is dialled from outside. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** End of validity by certificate, ISO 8601. */
  readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
  /** What day-2 verbs need to act for the stack. Secret. */
  readonly operations: pulumi.Output<unknown>;
  /** Of each network by its kind, and of the images. */
  readonly versions: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/**
 * Makes the networks that a stack describes: first what each is founded with, then the ground that they share, then what
 * runs on it.
 * @param parent what everything stands in; the top of the stack by default
 */
export function makeNetworks(stack: CheckedStack, parent?: pulumi.Resource): StackOutputs {
  const { plan, secrets } = stack;
  const networks = kinds.flatMap((kind) => {
    const network = kind.make(plan, parent);
    return network ? [{ ...kind, network }] : [];
  });
  const holder = networks.find(({ holdsGround }) => holdsGround);
  const ground = new Ground(
    {
      stack,
      founded: (id) => networks.reduce((known, { network }) => network.founded?.(known) ?? known, id),
    },
    holder
      ? { name: holder.key, parent: holder.network, before: { parent } }
      : { name: "network", ...(parent ? { parent } : {}) },
  );
  const made = new Map<string, MadeNetwork>();
  for (const { key, network } of networks) made.set(key, network.standOn(ground, { secrets, made }));
  const all = [...made.values()];
  return {
    ...Object.assign({}, ...all.map(({ own }) => own)),
    endpoints: Object.assign({}, ...all.map(({ endpoints }) => endpoints)),
    certificates: pulumi
      .all(all.map(({ certificates }) => certificates))
      .apply((known) => Object.assign({}, ...known)),
    operations:
      all.map(({ operations }) => operations).find((told) => told !== undefined) ??
      pulumi.secret({ stack: plan.stack }),
    versions: {
      ...Object.fromEntries(
        [...made].flatMap(([key, { version }]) => (version === undefined ? [] : [[key, version]])),
      ),
      images: referencesByName(stack.images),
    },
  };
}
