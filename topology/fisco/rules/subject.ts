import type { FiscoSettings } from "../../../config/fisco/schema.js";
import type { LoadedSettings } from "../../../config/load.js";
import { placementsOf } from "../placements.js";

/** A stack that has a FISCO BCOS chain. */
export type FiscoStack = LoadedSettings & { readonly fisco: FiscoSettings };

/** Places that fail as one, with the sealers that each holds. */
export type Spread = ReadonlyMap<string, readonly string[]>;

/** Sealers by server. */
export function byServer({ fisco }: Pick<FiscoStack, "fisco">): Spread {
  return grouped(placementsOf(fisco).map(({ name, settings }) => [settings.server, name]));
}

/** Sealers by zone; those on a server without one are in none. */
export function byZone({ fisco, servers }: Pick<FiscoStack, "fisco" | "servers">): Spread {
  return grouped(
    placementsOf(fisco).flatMap(({ name, settings }): [string, string][] => {
      const zone = servers[settings.server]?.zone;
      return zone === undefined ? [] : [[zone, name]];
    }),
  );
}

function grouped(pairs: readonly (readonly [place: string, sealer: string])[]): Spread {
  const groups = new Map<string, string[]>();
  for (const [place, sealer] of pairs) groups.set(place, [...(groups.get(place) ?? []), sealer]);
  return groups;
}
