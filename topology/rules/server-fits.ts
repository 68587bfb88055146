import { reserveFor } from "../../config/tiers.js";
import { formatSize } from "../../config/units.js";
import type { Plan } from "../model/plan.js";
import type { NeedRow } from "../need.js";
import { needsOf } from "../needs.js";
import type { Rule } from "./rule.js";

const MiB = 1024 ** 2;

const figures = [
  { key: "cpus", of: "cpus", show: (amount: number) => `${amount} processors`, what: "processors" },
  { key: "memory", of: "memoryMiB", show: (amount: number) => formatSize(amount * MiB), what: "memory" },
  { key: "disk", of: "diskMiB", show: (amount: number) => formatSize(amount * MiB), what: "disk" },
] as const;

/** What a server's services need, added up from the tier's rows, is within what the user says the server has. */
export const serverFits: Rule<Plan> = {
  id: "server-fits",
  severity: "error",
  holds: "a server has what its services need together, by the tier's rows, and what the system keeps",
  source: "the tier tables in configuration.md, which name their own sources",
  check(plan, at) {
    return plan.servers.flatMap((server) => {
      const { rows, system } = needsOf(plan, server.name);
      if (rows.length === 0) return [];
      return figures.flatMap(({ key, of, show, what }) => {
        const reserved = of === "memoryMiB" && system === "besides" ? reserveFor(plan.tier).memoryMiB : 0;
        const needed = server.needs[of] + reserved;
        if (needed <= server[of]) return [];
        // A row of the manual's table that is not met by itself is what wefe-hardware says.
        if (system === "included" && (rows[0]?.[of] ?? 0) > server[of]) return [];
        const kept = reserved > 0 ? `, ${show(reserved)} for the system` : "";
        return [
          at(["servers", server.name, key], {
            message: `too little ${what} for what it runs`,
            found: show(server[of]),
            allowed: `${show(needed)} or more: ${sumOf(rows, of, show)}${kept}`,
            remedy: `move a service to another server, take a larger one, or a lower tier than ${plan.tier}`,
          }),
        ];
      });
    });
  },
};

/** `2 x production/kafka 6GiB, production/zookeeper 2GiB`. */
function sumOf(
  rows: readonly NeedRow[],
  of: (typeof figures)[number]["of"],
  show: (amount: number) => string,
): string {
  return rows
    .map(({ name, count, [of]: figure }) => `${count > 1 ? `${count} x ` : ""}${name} ${show(figure)}`)
    .join(", ");
}
