import { roomBesideUnion, type WefeSide, wefeNeeds } from "../../config/wefe/tiers.js";
import type { PlannedService } from "../model/service.js";
import type { NeedRow, OwnNeeds } from "../need.js";
import type { WefePlan, WefeSidePlan } from "./types.js";

/** Where the vendor's package has Docker's data (manual 2.2, `.archives/docker.daemon.json`). */
export const wefeDataRoot = "/data/docker";

/** What shares the union's row as far as there is room: the manual counts the chain among the union's services (section 3). */
const insideUnion: readonly string[] = ["registry", "fisco-node", "fisco-console"];

/** The sides of a federation that are placed, union first. */
export function placedSides({ union, members }: Pick<WefePlan, "union" | "members">): WefeSidePlan[] {
  return [...(union.kind === "placed" ? [union] : []), ...members];
}

/** What a server with a side of a federation needs; nothing where it has none. */
export function wefeNeedsOf(
  wefe: Pick<WefePlan, "union" | "members">,
  services: readonly PlannedService[],
  server: string,
): OwnNeeds | undefined {
  const sides = placedSides(wefe).filter((side) => side.server === server);
  if (sides.length === 0) return undefined;
  const { cpus, memoryMiB, diskMiB } = wefeNeeds(sides);
  const row: NeedRow = { name: sideRowName(sides), count: 1, cpus, memoryMiB, diskMiB };
  const optional = sides.flatMap(({ tier, optional: names }) =>
    names.map((name): NeedRow => {
      const limits = services.find((service) => service.name === name)?.limits;
      return {
        name: `${tier}/wefe optional ${name}`,
        count: 1,
        cpus: limits?.cpus ?? 0,
        memoryMiB: limits?.memoryMiB ?? 0,
        diskMiB: 0,
      };
    }),
  );
  const union = sides.find(({ side }) => side === "union");
  return {
    rows: [row, ...optional, ...(union ? beyondUnion(union, services) : [])],
    covers: union ? insideUnion : [],
    dataRoot: wefeDataRoot,
  };
}

/** Memory of what shares the union's row beyond what the row leaves. Processors are shared by weight. */
function beyondUnion({ server, tier }: WefeSidePlan, services: readonly PlannedService[]): NeedRow[] {
  const beside = services.filter(({ role, server: at }) => at === server && insideUnion.includes(role));
  const memoryMiB = beside.reduce((sum, { limits }) => sum + limits.memoryMiB, 0) - roomBesideUnion(tier);
  if (memoryMiB <= 0) return [];
  const names = beside.map(({ name }) => name).join(", ");
  return [{ name: `${names}: more than the union's row leaves`, count: 1, cpus: 0, memoryMiB, diskMiB: 0 }];
}

/** How messages call the row of the sides on one server, e.g. `trial/wefe union` or `trial/wefe union + trial/wefe member`. */
export function sideRowName(sides: readonly { readonly side: WefeSide; readonly tier: string }[]): string {
  return sides.map(({ side, tier }) => `${tier}/wefe ${side}`).join(" + ");
}
