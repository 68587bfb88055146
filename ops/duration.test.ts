import { expect, test } from "vitest";
import { formatDuration } from "./duration.js";

test.each([
  { seconds: 0, text: "0s" },
  { seconds: 59, text: "59s" },
  { seconds: 60, text: "1m" },
  { seconds: 3599, text: "59m 59s" },
  { seconds: 7500, text: "2h 5m" },
  { seconds: 86_400, text: "1d" },
  { seconds: 273_600, text: "3d 4h" },
])("$seconds seconds are $text", ({ seconds, text }) => {
  expect(formatDuration(seconds)).toBe(text);
});
