import { reserveFor } from "../config/tiers.js";
import type { Plan } from "../topology/model/plan.js";
import { needsOf } from "../topology/needs.js";
import { sizeText } from "./size.js";
import { table } from "./table.js";

const MiB = 1024 ** 2;

/** What the system keeps besides the rows; some rows have room for it. */
function reserveOf(plan: Plan, server: string): number {
  return needsOf(plan, server).system === "besides" ? reserveFor(plan.tier).memoryMiB : 0;
}

/** What a plan puts on each server and how much of it that takes, one line a server. */
export function summaryOf(plan: Plan): string {
  const rows = plan.servers
    .map((server) => ({
      server,
      services: plan.services.filter((service) => service.server === server.name),
    }))
    .filter(({ services }) => services.length > 0)
    .map(({ server, services }) => [
      server.name,
      server.address,
      `${server.needs.cpus} of ${server.cpus}`,
      `${sizeText((server.needs.memoryMiB + reserveOf(plan, server.name)) * MiB)} of ${sizeText(server.memoryMiB * MiB)}`,
      `${sizeText(server.needs.diskMiB * MiB)} of ${sizeText(server.diskMiB * MiB)}`,
      services.map(({ name }) => name).join(", "),
    ]);
  const title = `stack ${plan.stack}, tier ${plan.tier}, data ${plan.data}: ${plan.services.length} services on ${rows.length} servers`;
  const head = ["server", "address", "cpus", "memory", "disk", "services"];
  return [title, ...table([head, ...rows], { indent: "  " })].join("\n");
}
