import { isIP } from "node:net";
import type { WefeSettings } from "../../config/wefe/schema.js";
import { endpoint } from "../endpoint.js";
import type { FiscoNode, FiscoPlan, FiscoSdk } from "../fisco/types.js";
import { wefeHostNames } from "./services.js";
import type { WefeAddresses } from "./settings.js";
import { type Middleware, type PlacedSide, unionMiddleware } from "./sides.js";

/** The chain that a union's services dial: one node, and what they show it. */
export interface UnionChain {
  readonly node: FiscoNode;
  readonly sdk: FiscoSdk;
  readonly groupId: number;
}

/** Where everything in a federation is dialled. */
export interface Whereabouts {
  readonly addressOf: (server: string) => string;
  /** The union's own side, where it is placed. */
  readonly union?: PlacedSide;
  readonly unionUrl: string;
  readonly unionExisting: PlacedSide["existing"];
  readonly chain?: UnionChain;
}

/** Port and path at which a union is asked (manual 3.3). */
export const unionPort = 8086;
export const unionPath = "/union-service/";

/** What the stack file and the chain's plan say of a federation's addresses. */
export function whereaboutsOf(
  wefe: WefeSettings,
  union: PlacedSide | undefined,
  fisco: FiscoPlan | undefined,
  consoleAgency: string | undefined,
  addressOf: (server: string) => string,
  publishedUnionPort: number,
): Whereabouts {
  const unionExisting = unionMiddleware(wefe);
  const chain =
    union && fisco && unionExisting.chain === undefined
      ? chainOf(fisco, union.server, consoleAgency)
      : undefined;
  return {
    addressOf,
    ...(union ? { union } : {}),
    unionUrl:
      union === undefined
        ? (wefe.union.url ?? "")
        : `http://${endpoint(addressOf(union.server), publishedUnionPort)}${unionPath}`,
    unionExisting,
    ...(chain ? { chain } : {}),
  };
}

/**
 * Nodes take SDKs of their own agency only. The console's agency is the one whose contracts are deployed for the union;
 * of its nodes the one beside the union is dialled, else the first.
 */
function chainOf(
  { nodes, sdks, groupId }: FiscoPlan,
  server: string,
  consoleAgency: string | undefined,
): UnionChain | undefined {
  const agency = consoleAgency ?? nodes.find((node) => node.server === server)?.agency ?? nodes[0]?.agency;
  const own = nodes.filter((node) => node.agency === agency);
  const node = own.find((one) => one.server === server) ?? own[0];
  const sdk = sdks.find((one) => one.agency === agency);
  return node && sdk ? { node, sdk, groupId } : undefined;
}

/** The addresses from which values in the package's files derive, for one side. */
export function addressesFor(side: PlacedSide, where: Whereabouts): WefeAddresses {
  const chain = side.side === "union" ? addressOfMiddleware("chain", side, where) : undefined;
  return {
    own: where.addressOf(side.server),
    ...(chain === undefined ? {} : { chain }),
    unionUrl: where.unionUrl,
    ...(where.union ? { union: where.addressOf(where.union.server) } : {}),
  };
}

/** What a name of `extra_hosts` stands for on a side's server. */
export type HostAnswer =
  | { readonly kind: "address"; readonly address: string }
  /** Nobody knows the name. */
  | { readonly kind: "unknown" }
  /** It stands for the chain of a union that has none, which is a finding of its own: wefe-chain-missing. */
  | { readonly kind: "no-chain" };

/** Resolves a name of `extra_hosts` by the catalogue; `written` is what the vendor's file says. */
export function resolveHost(name: string, written: string, side: PlacedSide, where: Whereabouts): HostAnswer {
  const known = wefeHostNames.find((one) => one.name === name);
  const own: HostAnswer = { kind: "address", address: where.addressOf(side.server) };
  if (known === undefined) return written === "host-gateway" ? own : { kind: "unknown" };
  if (known.answers === "own") return own;
  const address = addressOfMiddleware(known.answers, side, where);
  return address === undefined ? { kind: "no-chain" } : { kind: "address", address };
}

/**
 * Where a side finds its middleware: what is there already, else what its own server or the union's publishes. Where a
 * union that is there already is known by its name only, the union's names in a member's files lead to the member's own
 * server, as `init compose --all` writes them there (manual 4).
 */
function addressOfMiddleware(what: Middleware, side: PlacedSide, where: Whereabouts): string | undefined {
  const given = side.existing[what];
  if (given !== undefined) return given;
  if (what !== "mongo" && what !== "chain") return where.addressOf(side.server);
  const ofUnion = where.unionExisting[what];
  if (ofUnion !== undefined) return ofUnion;
  if (what === "chain" && where.chain) return where.chain.node.address;
  if (where.union) return what === "mongo" ? where.addressOf(where.union.server) : undefined;
  return hostOf(where.unionUrl) ?? where.addressOf(side.server);
}

/** Address in a URL; nothing where it is a name, which no host entry can hold. */
function hostOf(url: string): string | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
  return isIP(host) === 0 ? undefined : host;
}
