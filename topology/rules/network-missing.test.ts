import { expect, test } from "vitest";
import { networkMissing } from "./network-missing.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

test.each([
  { change: {}, paths: [] },
  { change: { fabric: undefined }, paths: ["fabric"] },
])("a stack describes a network: %j", ({ change, paths }) => {
  expect(pathsOf(networkMissing, settingsWith(change))).toEqual(paths);
});
