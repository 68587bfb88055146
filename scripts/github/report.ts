/** GitHub refuses a comment or issue of more than 65536 characters; the rest is for what stands around the text. */
const mostCharacters = 60_000;

/** Where a workflow runs, for links. */
export interface Run {
  readonly commit: string;
  /** Address of the run's log. */
  readonly log: string;
}

/** A hidden line by which a later run finds what an earlier one wrote. */
export function markerOf(kind: "preview" | "drift", stack: string): string {
  return `<!-- consortium ${kind} ${stack} -->`;
}

/** The comment on a pull request: what `pulumi up` would do on a stack. */
export function previewReport(stack: string, exitStatus: number, text: string, run: Run): string {
  const verdict =
    exitStatus === 0 ? (summaryOf(text) ?? "no summary") : `**failed**, exit status ${exitStatus}`;
  return [
    markerOf("preview", stack),
    `### Preview of \`${stack}\`: ${verdict}`,
    "",
    "<details><summary>pulumi preview --diff</summary>",
    "",
    fenced(text, "diff"),
    "",
    "</details>",
    "",
    footer(run),
  ].join("\n");
}

/** What `./consortium drift --json` prints, as far as a report needs it. */
export interface DriftFound {
  readonly drift: readonly {
    readonly server: string;
    readonly kind: string;
    readonly name: string;
    readonly expected: string;
    readonly found: string;
    readonly remedy: string;
  }[];
  /** What was left out and why, e.g. all that needs the state. */
  readonly notShown: readonly string[];
}

/** The issue about a stack whose servers differ from what was applied. */
export function driftReport(stack: string, { drift, notShown }: DriftFound, run: Run): string {
  const lines = [
    ...drift.flatMap(({ server, kind, name, expected, found, remedy }) => [
      `${server} ${kind} ${name}`,
      `  expected: ${expected}`,
      `  found:    ${found}`,
      `  remedy:   ${remedy}`,
    ]),
    ...notShown.map((what) => `not compared: ${what}`),
  ];
  return [
    markerOf("drift", stack),
    `The servers of \`${stack}\` differ from what was applied last (\`./consortium drift --stack ${stack}\`):`,
    "",
    fenced(lines.join("\n"), ""),
    "",
    "The first run that compares everything and finds no difference closes this issue.",
    "",
    footer(run),
  ].join("\n");
}

function footer({ commit, log }: Run): string {
  return `<sub>${commit.slice(0, 12)} · [log of this run](${log})</sub>`;
}

/** The engine's counts, e.g. `+ 3 to create, 218 unchanged`. */
function summaryOf(text: string): string | undefined {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^Resources:/.test(line));
  if (start < 0) return undefined;
  const counts = lines.slice(start + 1).map((line) => line.trim());
  const end = counts.findIndex((line) => !/^(\S+ )?\d+ /.test(line));
  return (end < 0 ? counts : counts.slice(0, end)).join(", ").replace(/\s+/g, " ") || undefined;
}

/** A code block that its content cannot close, cut in the middle where it is too long for GitHub. */
function fenced(text: string, language: string): string {
  const shown = shortened(text.trimEnd());
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** Beginning and end with whole lines: the end holds the counts, the beginning the first changes. */
function shortened(text: string): string {
  if (text.length <= mostCharacters) return text;
  const half = mostCharacters / 2;
  const head = text.slice(0, half).replace(/\n[^\n]*$/, "");
  const tail = text.slice(-half).replace(/^[^\n]*\n/, "");
  const missing = text.length - head.length - tail.length;
  return `${head}\n\n… ${missing} characters are left out here; the log of this run has them …\n\n${tail}`;
}
