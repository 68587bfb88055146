import { limitsFor } from "../tiers.js";
import { formatSize } from "../units.js";
import { tier } from "../words.js";
import { chainNodeMiB, sharedServices, type WefeSide, wefeHardware, wefeLimits } from "./tiers.js";

const sides = ["union", "member"] as const satisfies readonly WefeSide[];
const mebibyte = 1024 ** 2;

/** How a side's row is divided among its services, as a table in Markdown: memory limit by tier, weight, and why. */
export function wefeTierTable(): string {
  const rows = sides.flatMap((side) =>
    [...sharedServices(side), ...(side === "member" ? ["each optional service"] : [])].map((service) => {
      const limits = tier.options.map((name) => wefeLimits(name, side, service));
      const { cpuWeight = 0, why = "" } = limits[0] ?? {};
      const memory = limits.map(({ memoryMiB }) => formatSize(memoryMiB * mebibyte));
      return [side, service, ...memory, String(cpuWeight), why];
    }),
  );
  // A node's share is divided, but never made more than a node has elsewhere.
  const nodes = [1, 2].map((count) => [
    "union",
    count === 1 ? "a node of the chain beside it" : "each of two nodes beside it",
    ...tier.options.map((name) => {
      const memoryMiB = Math.min(limitsFor(name, "fisco-node").memoryMiB, chainNodeMiB(name, count));
      return formatSize(memoryMiB * mebibyte);
    }),
    "-",
    "own: the manual has two nodes in this row and gives the sum",
  ]);
  const given = sides.map((side) => [
    side,
    "**the row**",
    ...tier.options.map((name) => formatSize(wefeHardware(name, side).memoryMiB * mebibyte)),
    "1024",
    "manual, section 1; a sixteenth of the memory is the system's",
  ]);
  const head = ["side", "service", ...tier.options, "weight", "why"];
  return [head, head.map(() => "-"), ...given, ...rows, ...nodes]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
