import type { Measurement } from "./measure.js";
import { median, spread } from "./statistics.js";

const columns = [
  "contender",
  "operation",
  "run",
  "seconds",
  "cpuSeconds",
  "peakMiB",
  "processes",
  "logins",
  "mostLogins",
] as const satisfies readonly (keyof Measurement)[];

/** Every measurement, one line each. */
export function csvOf(measurements: readonly Measurement[]): string {
  const cell = (value: string | number) =>
    typeof value === "number" && !Number.isInteger(value) ? value.toFixed(2) : String(value);
  const lines = measurements.map((one) => columns.map((column) => cell(one[column])).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

/** The results for people: median and spread of each operation, and how the contenders compare. */
export function reportOf(measurements: readonly Measurement[], machine: string): string {
  const groups = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const key = `${one.contender} | ${one.operation}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups].map(([key, runs]) => {
    const seconds = runs.map((run) => run.seconds);
    const [low, high] = spread(seconds);
    const most = (of: (run: Measurement) => number) => Math.max(...runs.map(of));
    return `| ${[
      key,
      runs.length,
      `${median(seconds).toFixed(1)} s (${low.toFixed(1)} to ${high.toFixed(1)})`,
      `${median(runs.map((run) => run.cpuSeconds)).toFixed(1)} s`,
      `${most((run) => run.peakMiB).toFixed(0)} MiB`,
      most((run) => run.logins),
      most((run) => run.mostLogins),
    ].join(" | ")} |`;
  });
  return [
    "# Results",
    "",
    "Written by `npm run bench`; every run stands in `results.csv`. What is measured and how: [README.md](README.md).",
    "",
    machine,
    "",
    "| contender | operation | runs | wall time, median (lowest to highest) | CPU, median | peak memory | logins, all servers | logins, one server |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
    "",
    ...ratios(measurements),
    "",
  ].join("\n");
}

function ratios(measurements: readonly Measurement[]): string[] {
  const of = (contender: string, operation: string) =>
    measurements
      .filter((one) => one.contender === contender && one.operation === operation)
      .map((one) => one.seconds);
  const ours = of("consortium", "first up");
  return [...new Set(measurements.map(({ contender }) => contender))].flatMap((other) => {
    const theirs = of(other, "first up");
    if (other === "consortium" || theirs.length === 0 || ours.length === 0) return [];
    return [`First up, consortium : ${other} = **${(median(ours) / median(theirs)).toFixed(2)}**`];
  });
}
