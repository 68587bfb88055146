import type { Detail, TrialResult } from "./result.js";
import type { Trial } from "./trial.js";

type Told = Pick<Trial, "name" | "title" | "holds" | "hosts">;

/** Later results take the place of earlier ones of the same name; the order is that of the trials. */
export function merge(
  trials: readonly Told[],
  earlier: readonly TrialResult[],
  later: readonly TrialResult[],
): TrialResult[] {
  return trials.flatMap(({ name }) => {
    const found = [...later, ...earlier].find((result) => result.name === name);
    return found ? [found] : [];
  });
}

/** `RESULTS.md`: one row a fault, then what each trial told. */
export function reportOf(trials: readonly Told[], results: readonly TrialResult[], machine: string): string {
  const ran = trials.flatMap((trial) => {
    const result = results.find(({ name }) => name === trial.name);
    return result ? [{ trial, result }] : [];
  });
  const missing = trials.filter(({ name }) => !results.some((result) => result.name === name));
  const survived = ran.filter(({ result }) => result.problems.length === 0).length;
  return [
    "# Faults",
    "",
    `Written by \`npm run faults\`. ${survived} of ${ran.length} survived. ${machine}`,
    "",
    "Committed: the commit status was read as VALID. Lost: such a transaction is missing in a peer's ledger at the end.",
    "Gap: the longest time in which one of the two applications saw no commit; without a fault it is about 2.5 s, a block",
    "every 2 s and the way there and back. `-`: no load.",
    "",
    ...tableOf(
      ["fault", "survived", "committed", "lost", "longest gap, s", "what the re-run changed"],
      ran.map(({ trial, result }) => [
        trial.title,
        result.problems.length === 0 ? "yes" : "**no**",
        String(result.load?.committed ?? "-"),
        String(result.load?.lost ?? "-"),
        result.load?.gapSeconds.toFixed(1) ?? "-",
        result.rerun ?? "no re-run",
      ]),
    ),
    "",
    ...(missing.length > 0 ? [`Not run: ${missing.map(({ title }) => title).join("; ")}.`, ""] : []),
    ...ran.flatMap(({ trial, result }) => sectionOf(trial, result)),
  ].join("\n");
}

function sectionOf(trial: Told, result: TrialResult): string[] {
  const { load, problems, notes, details } = result;
  return [
    `## ${trial.name}`,
    "",
    `${trial.title}. Must hold: ${trial.holds}. On ${trial.hosts} hosts; ${result.at}, ${result.seconds} s, seed ${result.seed}.`,
    "",
    ...problems.map((problem) => `- **problem**: ${oneLine(problem)}`),
    ...notes.map((note) => `- ${oneLine(note)}`),
    ...(load
      ? [
          `- load: ${load.seconds} s, ${load.committed} committed, ${load.refused} not endorsed, ${load.invalid} invalid, ${load.unknownPresent + load.unknownAbsent} unknown to their client (${load.unknownPresent} of them in all ledgers, ${load.unknownAbsent} in none)`,
        ]
      : []),
    "",
    ...details.flatMap((detail) => [...detailOf(detail), ""]),
  ];
}

function detailOf({ title, header, rows }: Detail): string[] {
  return [`${title}:`, "", ...tableOf(header, rows)];
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " / ");
}
