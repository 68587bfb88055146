import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { ordererCount } from "./orderer-count.js";
import type { FabricStack } from "./stack.js";

test.each([
  { tier: "production", count: 2, ok: false },
  { tier: "production", count: 3, ok: true },
  { tier: "economy", count: 1, ok: false },
  { tier: "trial", count: 1, ok: true },
  { tier: "trial", count: 0, ok: false },
])("$count orderers in $tier are enough: $ok", ({ tier, count, ok }) => {
  const orderers = Object.fromEntries(Array.from({ length: count }, (_, index) => [`orderer${index}`, "o1"]));
  const stack = settingsWith({ tier, "fabric.ordering.orderers": orderers }) as FabricStack;
  expect(pathsOf(ordererCount, stack)).toEqual(ok ? [] : ["fabric.ordering.orderers"]);
});
