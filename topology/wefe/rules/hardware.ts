import { formatSize } from "../../../config/units.js";
import { wefeNeeds } from "../../../config/wefe/tiers.js";
import type { Rule } from "../../rules/rule.js";
import { sideRowName } from "../needs.js";
import { placedSidesOf } from "../sides.js";
import type { WefeStack } from "./subject.js";

const MiB = 1024 ** 2;

const figures = [
  { key: "cpus", of: "cpus", what: "processors", unit: 1, show: (amount: number) => `${amount} processors` },
  { key: "memory", of: "memoryMiB", what: "memory", unit: MiB, show: formatSize },
  { key: "disk", of: "diskMiB", what: "disk", unit: MiB, show: formatSize },
] as const;

/** The manual's table is the least of a server, whatever its services would do with. */
export const hardware: Rule<WefeStack> = {
  id: "wefe-hardware",
  severity: "error",
  holds:
    "a server with a union or a member has what its row of the manual's table says; both sides on one server have 32 GiB",
  source: "WeFe deployment manual, 1 and 7.1",
  check(stack, at) {
    const sides = placedSidesOf(stack);
    return [...new Set(sides.map(({ server }) => server))].flatMap((name) => {
      const server = stack.servers[name];
      if (server === undefined) return [];
      const own = sides.filter((side) => side.server === name);
      const needs = wefeNeeds(own);
      return figures.flatMap(({ key, of, what, unit, show }) => {
        const needed = needs[of] * unit;
        if (server[key] >= needed) return [];
        return [
          at(["servers", name, key], {
            message: `too little ${what} for its row of the manual's table`,
            found: show(server[key]),
            allowed: `${show(needed)} or more: ${sideRowName(own)}`,
            remedy: "take a larger server, or write a lower tier for this side",
          }),
        ];
      });
    });
  },
};
