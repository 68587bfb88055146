import { expect, test } from "vitest";
import type { Measurement } from "./measure.js";
import { bytes, reportOf } from "./report.js";

const one = (
  what: Pick<Measurement, "contender" | "servers" | "operation">,
  run: number,
  seconds: number,
): Measurement => ({
  ...what,
  run,
  seconds,
  cpuSeconds: 2.5,
  peakMiB: 300,
  processes: 4,
  logins: 13,
  mostLogins: 1,
  bytes: 1_300_000,
  mostBytes: 120_000,
});
const ours = { contender: "consortium", servers: 13, operation: "first up" } as const;
const measured = [
  one(ours, 1, 60),
  one(ours, 2, 70),
  one({ ...ours, operation: "second run" }, 1, 12),
  one({ ...ours, servers: 4 }, 1, 50),
  one({ ...ours, contender: "shell" }, 1, 50),
  one({ ...ours, contender: "ansible" }, 1, 130),
  one({ ...ours, contender: "ansible", operation: "second run" }, 1, 24),
];

test("an operation's line has median, spread and what went over SSH", () => {
  expect(reportOf(measured, "A machine.")).toContain(
    "| first up | consortium | 2 | 65.0 s (60.0 to 70.0) | 2.5 s | 300 MiB | 13 | 1 | 1.30 MB | 120.0 kB |",
  );
});

test("ratios are of medians on 13 servers, and what was not measured is said so", () => {
  expect(reportOf(measured, "A machine.")).toContain(
    [
      "| operation | consortium | consortium : shell | consortium : ansible |",
      "| --- | --- | --- | --- |",
      "| first up | 65.0 s | **1.30** of 50.0 s | **0.50** of 130.0 s |",
      "| second run | 12.0 s | not measured | **0.50** of 24.0 s |",
      "| destroy | not measured | not measured | not measured |",
    ].join("\n"),
  );
});

test("each size has its table, smallest first, and without contenders there are no ratios", () => {
  const headings = (all: readonly Measurement[]) =>
    reportOf(all, "A machine.")
      .split("\n")
      .filter((line) => line.startsWith("## "));
  expect(headings(measured)).toEqual(["## Ratios on 13 servers", "## 4 servers", "## 13 servers"]);
  expect(headings([one({ ...ours, servers: 1 }, 1, 9)])).toEqual(["## 1 server"]);
});

test.each([
  { count: 0, text: "0 B" },
  { count: 12_345, text: "12.3 kB" },
  { count: 4_560_000, text: "4.56 MB" },
])("$count bytes are written $text", ({ count, text }) => {
  expect(bytes(count)).toBe(text);
});
