import { expect, test } from "vitest";
import { formatSize, parseSize, parseTime } from "./units.js";

test.each([
  ["512KiB", 524_288],
  ["16GiB", 17_179_869_184],
  ["1 MiB", 1_048_576],
  ["0B", 0],
  ["2TiB", 2_199_023_255_552],
  ["16GB", undefined],
  ["16", undefined],
  ["1.5GiB", undefined],
  ["-1GiB", undefined],
  ["GiB", undefined],
  ["16GiB; reboot", undefined],
])("the size %s is %s bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  ["2s", 2000],
  ["500ms", 500],
  ["3m", 180_000],
  ["12h", 43_200_000],
  ["2", undefined],
  ["2sec", undefined],
])("the time %s is %s milliseconds", (text, milliseconds) => {
  expect(parseTime(text)).toBe(milliseconds);
});

test.each([
  [10_485_760, "10MiB"],
  [524_288, "512KiB"],
  [1_073_741_824, "1GiB"],
  [1_073_741_825, "1073741825B"],
  [0, "0B"],
])("%s bytes are written %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
