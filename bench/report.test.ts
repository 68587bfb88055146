import { expect, test } from "vitest";
import type { Measurement } from "./measure.js";
import { csvOf, reportOf } from "./report.js";

const one = (contender: string, run: number, seconds: number): Measurement => ({
  contender,
  operation: "first up",
  run,
  seconds,
  cpuSeconds: 2.5,
  peakMiB: 300,
  processes: 4,
  logins: 13,
  mostLogins: 1,
});
const measured = [
  one("consortium", 1, 60),
  one("consortium", 2, 70),
  one("shell", 1, 50),
  one("shell", 2, 50),
];

test("the report names median, spread and the ratio of first ups", () => {
  const report = reportOf(measured, "A machine.");
  expect(report).toContain(
    "| consortium | first up | 2 | 65.0 s (60.0 to 70.0) | 2.5 s | 300 MiB | 13 | 1 |",
  );
  expect(report).toContain("First up, consortium : shell = **1.30**");
});

test("the raw figures have one line a run", () => {
  expect(csvOf(measured.slice(0, 1))).toBe(
    "contender,operation,run,seconds,cpuSeconds,peakMiB,processes,logins,mostLogins\nconsortium,first up,1,60,2.50,300,4,13,1\n",
  );
});
