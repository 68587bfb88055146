import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { batchPreferred, batchSizes } from "./batch.js";

test.each([
  { absolute: "10MiB", preferred: "512KiB", timeout: "2s", paths: [] },
  { absolute: "49MiB", preferred: "1MiB", timeout: "1ms", paths: [] },
  { absolute: "50MiB", preferred: "1MiB", timeout: "2s", paths: ["batch.absoluteMaxBytes"] },
  { absolute: "99MiB", preferred: "512KiB", timeout: "2s", paths: ["batch.absoluteMaxBytes"] },
  { absolute: "512KiB", preferred: "512KiB", timeout: "2s", paths: [] },
  { absolute: "512KiB", preferred: "513KiB", timeout: "2s", paths: ["batch.preferredMaxBytes"] },
  { absolute: "10MiB", preferred: "0B", timeout: "2s", paths: ["batch.preferredMaxBytes"] },
  {
    absolute: "0B",
    preferred: "0B",
    timeout: "2s",
    paths: ["batch.absoluteMaxBytes", "batch.preferredMaxBytes"],
  },
  { absolute: "10MiB", preferred: "512KiB", timeout: "0s", paths: ["batch.timeout"] },
])(
  "absolute $absolute, preferred $preferred, timeout $timeout: $paths",
  ({ absolute, preferred, timeout, paths }) => {
    const batch = { absoluteMaxBytes: absolute, preferredMaxBytes: preferred, timeout };
    expect(pathsOf(batchSizes, fabricWith({ "fabric.ordering.batch": batch }).ordering)).toEqual(paths);
  },
);

test.each([
  { preferred: "1MiB", warned: false },
  { preferred: "1025KiB", warned: true },
])("a block cut at $preferred is warned of: $warned", ({ preferred, warned }) => {
  const { ordering } = fabricWith({ "fabric.ordering.batch": { preferredMaxBytes: preferred } });
  expect(pathsOf(batchPreferred, ordering)).toEqual(warned ? ["batch.preferredMaxBytes"] : []);
});
