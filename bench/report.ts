import { type Group, groupsOf } from "./groups.js";
import type { Measurement } from "./measure.js";
import { type ContenderName, contenders, type OperationName } from "./schedule.js";
import { median, spread } from "./statistics.js";

/** What the others do as well. */
const compared = ["first up", "second run", "destroy"] as const satisfies readonly OperationName[];

/** The results for people: how the contenders compare, then median and spread of each operation by size. */
export function reportOf(measurements: readonly Measurement[], machine: string): string {
  const groups = groupsOf(measurements);
  const sizes = [...new Set(groups.map(({ servers }) => servers))];
  return [
    "# Results",
    "",
    "Written by `npm run bench`; every run stands in `results.csv`. What is measured and how: [README.md](README.md).",
    "",
    machine,
    "",
    "![Wall times: median, lowest and highest of each operation](results.svg)",
    "",
    ...ratios(groups.filter(({ servers }) => servers === 13)),
    ...sizes.flatMap((servers) => table(groups.filter((group) => group.servers === servers))),
  ].join("\n");
}

/** How often our median wall time contains that of each other contender, on 13 servers. */
function ratios(groups: readonly Group[]): string[] {
  const others = contenders.filter(
    (name) => name !== "consortium" && groups.some(({ contender }) => contender === name),
  );
  if (others.length === 0) return [];
  const secondsOf = (contender: ContenderName, operation: OperationName) => {
    const group = groups.find((one) => one.contender === contender && one.operation === operation);
    return group && median(group.runs.map(({ seconds }) => seconds));
  };
  const rows = compared.map((operation) => {
    const ours = secondsOf("consortium", operation);
    const cells = others.map((other) => {
      const theirs = secondsOf(other, operation);
      return ours === undefined || theirs === undefined
        ? "not measured"
        : `**${(ours / theirs).toFixed(2)}** of ${theirs.toFixed(1)} s`;
    });
    return row([operation, ours === undefined ? "not measured" : `${ours.toFixed(1)} s`, ...cells]);
  });
  return [
    "## Ratios on 13 servers",
    "",
    "Our median wall time as a multiple of theirs: below 1 we are faster.",
    "",
    row(["operation", "consortium", ...others.map((other) => `consortium : ${other}`)]),
    row(Array(others.length + 2).fill("---")),
    ...rows,
    "",
  ];
}

function table(groups: readonly Group[]): string[] {
  const servers = groups[0]?.servers ?? 0;
  const headings = [
    "operation",
    "contender",
    "runs",
    "wall time, median (lowest to highest)",
    "CPU, median",
    "peak memory, highest",
    "logins, all servers, highest",
    "logins, one server, highest",
    "SSH bytes, all servers, median",
    "SSH bytes, most on one server, median",
  ];
  return [
    `## ${servers} ${servers === 1 ? "server" : "servers"}`,
    "",
    row(headings),
    row(headings.map(() => "---")),
    ...groups.map(line),
    "",
  ];
}

function line({ operation, contender, runs }: Group): string {
  const seconds = runs.map((run) => run.seconds);
  const [low, high] = spread(seconds);
  const most = (of: (run: Measurement) => number) => Math.max(...runs.map(of));
  return row([
    operation,
    contender,
    String(runs.length),
    `${median(seconds).toFixed(1)} s (${low.toFixed(1)} to ${high.toFixed(1)})`,
    `${median(runs.map((run) => run.cpuSeconds)).toFixed(1)} s`,
    `${most((run) => run.peakMiB).toFixed(0)} MiB`,
    String(most((run) => run.logins)),
    String(most((run) => run.mostLogins)),
    bytes(median(runs.map((run) => run.bytes))),
    bytes(median(runs.map((run) => run.mostBytes))),
  ]);
}

/** `0 B`, `12.3 kB`, `4.56 MB`: powers of ten, as network figures are. */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} kB`;
  return `${(count / 1_000_000).toFixed(2)} MB`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
