import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import { kafkaHeap } from "./kafka-heap.js";
import type { FabricStack } from "./stack.js";

test.each([
  { tier: "trial", absolute: "10MiB", warned: false },
  { tier: "trial", absolute: "31MiB", warned: false },
  { tier: "trial", absolute: "32MiB", warned: true },
  { tier: "economy", absolute: "49MiB", warned: false },
  { tier: "production", absolute: "49MiB", warned: false },
])("blocks of $absolute in $tier are warned of: $warned", ({ tier, absolute, warned }) => {
  const stack = settingsWith({
    tier,
    "fabric.ordering.batch": { absoluteMaxBytes: absolute },
  }) as FabricStack;
  expect(pathsOf(kafkaHeap, stack)).toEqual(warned ? ["fabric.ordering.batch.absoluteMaxBytes"] : []);
});
