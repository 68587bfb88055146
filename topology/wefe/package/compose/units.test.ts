import { expect, test } from "vitest";
import { composeSeconds, dockerBytes } from "./units.js";

test.each([
  ["512", 512],
  ["64k", 65_536],
  ["1.5g", 1_610_612_736],
  ["2GB", 2_147_483_648],
  ["2GiB", 2_147_483_648],
  ["300 mb", 314_572_800],
  ["lots", undefined],
  ["-1", undefined],
])("%s is %s bytes", (text, bytes) => {
  expect(dockerBytes(text)).toBe(bytes);
});

test.each([
  ["30s", 30],
  ["1m30s", 90],
  ["500ms", 0.5],
  ["2h45m10s", 9910],
  ["0", 0],
  ["30", undefined],
  ["soon", undefined],
])("%s is %s seconds", (text, seconds) => {
  expect(composeSeconds(text)).toBe(seconds);
});
