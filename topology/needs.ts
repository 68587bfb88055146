import { hasRow, limitsFor, rowName } from "../config/tiers.js";
import type { Plan } from "./model/plan.js";
import type { NeedRow } from "./need.js";
import { kinds } from "./networks.js";

/** What a server needs, row by row. */
export interface ServerNeeds {
  readonly rows: readonly NeedRow[];
  /** `included`: a row has room for the system and Docker too. */
  readonly system: "included" | "besides";
  readonly dataRoot?: string;
}

type Planned = Pick<Plan, "tier" | "services" | "networks">;

/** The rows that a server must have room for: those of its services' roles, and what networks say of it as a whole. */
export function needsOf(plan: Planned, server: string): ServerNeeds {
  const own = kinds.map((kind) => kind.needs?.(plan, server)).find((needs) => needs !== undefined);
  const covered = new Set(own?.covers ?? []);
  const roles = plan.services
    .filter((service) => service.server === server)
    .map(({ role }) => role)
    .filter((role) => !covered.has(role))
    .filter(hasRow);
  const rows = [...new Set(roles)].map((role): NeedRow => {
    const { cpus, memoryMiB, diskMiB } = limitsFor(plan.tier, role);
    const count = roles.filter((one) => one === role).length;
    return { name: rowName(plan.tier, role), count, cpus, memoryMiB, diskMiB };
  });
  return own
    ? { rows: [...own.rows, ...rows], system: "included", dataRoot: own.dataRoot }
    : { rows, system: "besides" };
}

/** The figures of all rows together. */
export function sumOfRows(rows: readonly NeedRow[]): Pick<NeedRow, "cpus" | "memoryMiB" | "diskMiB"> {
  return rows.reduce(
    (sum, row) => ({
      cpus: sum.cpus + row.count * row.cpus,
      memoryMiB: sum.memoryMiB + row.count * row.memoryMiB,
      diskMiB: sum.diskMiB + row.count * row.diskMiB,
    }),
    { cpus: 0, memoryMiB: 0, diskMiB: 0 },
  );
}
