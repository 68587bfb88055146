import type { WefeSettings } from "../../config/wefe/schema.js";
import type { WefeSide } from "../../config/wefe/tiers.js";
import type { Tier } from "../../config/words.js";
import { sortedEntries } from "../names.js";
import { type OptionalPart, servicesOf, type WefeHostName, type WefeService } from "./services.js";

/** Middleware that may be there already, as the catalogue names what answers at a host name. */
export type Middleware = Exclude<WefeHostName["answers"], "own">;

/** A side of a federation that runs on a server of the stack, as its settings say it. */
export interface PlacedSide {
  readonly side: WefeSide;
  /** `union`, or the member's name. */
  readonly name: string;
  readonly server: string;
  readonly tier: Tier;
  readonly parts: readonly OptionalPart[];
  /** Addresses of middleware that is used and not made. */
  readonly existing: Readonly<Partial<Record<Middleware, string>>>;
  /** Name that IAM's root organisation is to have. */
  readonly rootOrganization?: string;
}

/** What a union is called where members have names of their own. */
export const unionName = "union";

/** The sides that are placed: the union first, unless it is there already, then the members by name. */
export function placedSidesOf(stack: { readonly tier: Tier; readonly wefe: WefeSettings }): PlacedSide[] {
  const { union, members } = stack.wefe;
  return [
    ...(union.server === undefined
      ? []
      : [
          {
            side: "union",
            name: unionName,
            server: union.server,
            tier: union.tier ?? stack.tier,
            parts: [],
            existing: unionMiddleware(stack.wefe),
          } satisfies PlacedSide,
        ]),
    ...sortedEntries(members).map(
      ([name, { server, tier, optional, existing, rootOrganization }]): PlacedSide => ({
        side: "member",
        name,
        server,
        tier: tier ?? stack.tier,
        parts: optional,
        existing: present(existing),
        ...(rootOrganization === undefined ? {} : { rootOrganization }),
      }),
    ),
  ];
}

/** Middleware of a union that is there already, wherever the union is. */
export function unionMiddleware({ union }: Pick<WefeSettings, "union">): PlacedSide["existing"] {
  return present({ mongo: union.existing.mongodb, chain: union.existing.fisco });
}

function present(
  addresses: Readonly<Partial<Record<Middleware, string | undefined>>>,
): PlacedSide["existing"] {
  return Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== undefined));
}

/** What a side runs: its services of the catalogue without those that are there already. */
export function madeServices({ side, parts, existing }: PlacedSide): WefeService[] {
  return servicesOf(side, parts).filter(({ name }) => !Object.hasOwn(existing, name));
}

/** Name of a side's service in the plan; unique in the stack. */
export function serviceName({ name }: Pick<PlacedSide, "name">, service: string): string {
  return `${name}-${service}`;
}
