import { expect, test } from "vitest";
import { runRules } from "../../rules/rule.js";
import { settingsWith } from "../../rules/testing/stack.js";
import { bftQuorum, consenterSurplus } from "./consenters.js";
import type { FabricStack } from "./stack.js";

const stackOf = (type: string, count: number, tier = "production") =>
  settingsWith({
    tier,
    "fabric.ordering.type": type,
    "fabric.ordering.orderers": Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`orderer${index}`, `o${(index % 3) + 1}`]),
    ),
  }) as FabricStack;

test.each([
  { type: "BFT", count: 4, tier: "production", refused: false },
  { type: "BFT", count: 3, tier: "production", refused: true },
  { type: "BFT", count: 2, tier: "trial", refused: true },
  { type: "BFT", count: 1, tier: "trial", refused: false },
  { type: "etcdraft", count: 3, tier: "production", refused: false },
  { type: "kafka", count: 3, tier: "production", refused: false },
])("$count orderers in $type in $tier are refused: $refused", ({ type, count, tier, refused }) => {
  const paths = runRules([bftQuorum], stackOf(type, count, tier)).map(({ path }) => path);
  expect(paths).toEqual(refused ? ["fabric.ordering.orderers"] : []);
});

test.each([
  { type: "etcdraft", count: 3, allowed: [] },
  { type: "etcdraft", count: 4, allowed: ["3, or 5 to let one more fail"] },
  { type: "etcdraft", count: 5, allowed: [] },
  { type: "BFT", count: 4, allowed: [] },
  { type: "BFT", count: 5, allowed: ["4, or 7 to let one more fail"] },
  { type: "BFT", count: 6, allowed: ["4, or 7 to let one more fail"] },
  { type: "BFT", count: 7, allowed: [] },
  { type: "kafka", count: 4, allowed: [] },
])("$count orderers in $type: better $allowed", ({ type, count, allowed }) => {
  expect(runRules([consenterSurplus], stackOf(type, count)).map((one) => one.allowed)).toEqual(allowed);
});
