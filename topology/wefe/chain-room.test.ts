import { expect, test } from "vitest";
import type { Tier } from "../../config/words.js";
import { runRules } from "../rules/rule.js";
import { serverFits } from "../rules/server-fits.js";
import { limitsBesideUnion } from "./chain-room.js";
import { planOf, settingsOf, wefeStack } from "./testing/stack.js";

const GiB = 1024;

/** The union's row, with a chain of so many nodes on its server. */
function besideUnion(tier: Tier, nodes: number) {
  const names = Array.from({ length: nodes }, (_, index) => `node${index}`);
  return wefeStack(
    { union: { server: "u1", tier } },
    {
      tier,
      fisco: {
        version: "2.9.1",
        agencies: { union: { nodes: Object.fromEntries(names.map((name) => [name, "u1"])) } },
        console: { server: "u1", agency: "union" },
        acceptNoFaultTolerance: true,
      },
    },
  );
}

test.each([
  ["trial", 2, 1 * GiB, 16],
  ["economy", 1, 2.5 * GiB, 16],
  ["economy", 2, 1.25 * GiB, 16],
  ["economy", 4, 1 * GiB, 16.75],
  ["production", 1, 5 * GiB, 32],
  ["production", 2, 2.5 * GiB, 32],
  ["production", 4, 1.25 * GiB, 32],
] as const)(
  "%s, %i nodes beside the union: %d MiB each, and the server needs %d GiB",
  async (tier, nodes, each, needed) => {
    const { plan } = await planOf(besideUnion(tier, nodes));
    const given = plan.services
      .filter(({ role }) => role === "fisco-node")
      .map(({ limits }) => limits.memoryMiB);
    expect(given).toEqual(Array.from({ length: nodes }, () => each));
    expect(plan.servers.find(({ name }) => name === "u1")?.needs.memoryMiB).toBe(needed * GiB);
  },
);

test.each(["trial", "economy", "production"] as const)(
  "%s: the limits on the server of the union and the manual's two nodes are within its row",
  async (tier) => {
    const { plan } = await planOf(besideUnion(tier, 2));
    const given = plan.services
      .filter(({ server }) => server === "u1")
      .reduce((sum, { limits }) => sum + limits.memoryMiB, 0);
    expect(given).toBeLessThanOrEqual(((tier === "production" ? 32 : 16) * GiB * 15) / 16);
  },
);

test("more nodes than the row has room for are named with what they need", async () => {
  const stack = besideUnion("economy", 4);
  const { plan } = await planOf({
    ...stack,
    servers: {
      ...stack.servers,
      u1: { ...(stack.servers?.u1 as object), cpus: 64, memory: "16GiB", disk: "1TiB" } as never,
    },
  });
  const [finding, ...others] = runRules([serverFits], plan).filter(({ path }) => path.includes("u1"));
  expect(others).toEqual([]);
  expect(finding?.allowed).toBe(
    "17152MiB or more: economy/wefe union 16GiB, node0, node1, node2, node3, fisco-console: more than the union's row leaves 768MiB",
  );
});

test("a node on another server keeps its tier's figure", () => {
  const { tier, wefe } = settingsOf(besideUnion("production", 2));
  const limits = { memoryMiB: 8 * GiB, cpus: 4, openFiles: 1 };
  expect(limitsBesideUnion(limits, { tier, wefe }, { server: "m1", role: "fisco-node", beside: 1 })).toEqual(
    limits,
  );
  expect(limitsBesideUnion(limits, { tier }, { server: "u1", role: "fisco-node", beside: 2 })).toEqual(
    limits,
  );
});
