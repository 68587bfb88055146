import type { CheckName } from "./catalogue.js";

/** What came of a check. */
export type Verdict = "pass" | "warn" | "fail";

/** One row of the preflight table. */
export interface PreflightRow {
  readonly check: CheckName;
  /** What of its kind was looked at: a port, a container, a volume, another server. */
  readonly subject?: string;
  readonly verdict: Verdict;
  readonly found: string;
  readonly wanted: string;
  /** What to do; empty when it passed. */
  readonly remedy: string;
}

/** What preflight found on one server: every check that was made, passed or not. */
export interface PreflightReport {
  readonly server: string;
  readonly rows: readonly PreflightRow[];
}

/** A row that passed. */
export function pass(check: CheckName, found: string, wanted: string): PreflightRow {
  return { check, verdict: "pass", found, wanted, remedy: "" };
}

/** A row to think about; the server may be used. */
export function warn(check: CheckName, found: string, wanted: string, remedy: string): PreflightRow {
  return { check, verdict: "warn", found, wanted, remedy };
}

/** A row that keeps every server from being changed. */
export function fail(check: CheckName, found: string, wanted: string, remedy: string): PreflightRow {
  return { check, verdict: "fail", found, wanted, remedy };
}

/** A row about one thing of its kind, e.g. `port 9092`. */
export function about(subject: string | number, row: PreflightRow): PreflightRow {
  return { ...row, subject: String(subject) };
}

const rank: Readonly<Record<Verdict, number>> = { fail: 0, warn: 1, pass: 2 };

/** The worst verdict among the rows of all reports; `pass` when there is none. */
export function worst(reports: readonly PreflightReport[]): Verdict {
  const verdicts = reports.flatMap(({ rows }) => rows.map(({ verdict }) => verdict));
  return verdicts.reduce<Verdict>((a, b) => (rank[b] < rank[a] ? b : a), "pass");
}

/** The reports without what passed, and without servers on which everything did. */
export function openReports(reports: readonly PreflightReport[]): PreflightReport[] {
  return reports
    .map((report) => ({ ...report, rows: report.rows.filter(({ verdict }) => verdict !== "pass") }))
    .filter(({ rows }) => rows.length > 0);
}

/** `13 servers: 215 passed, 1 warning, 0 failed`. */
export function countReports(reports: readonly PreflightReport[]): string {
  const count = (verdict: Verdict) =>
    reports.flatMap(({ rows }) => rows).filter((row) => row.verdict === verdict).length;
  const plural = (many: number, word: string) => `${many} ${word}${many === 1 ? "" : "s"}`;
  return `${plural(reports.length, "server")}: ${count("pass")} passed, ${plural(count("warn"), "warning")}, ${count("fail")} failed`;
}

/** The columns of the table. */
export const columns = ["server", "result", "check", "found", "wanted", "remedy"] as const;

/** The cells of one row of the table, in the order of its columns. */
export type ReportCells = readonly [
  server: string,
  verdict: Verdict,
  check: string,
  found: string,
  wanted: string,
  remedy: string,
];

/** The rows of all servers, the worst first within a server. */
export function reportCells(reports: readonly PreflightReport[]): ReportCells[] {
  return reports.flatMap(({ server, rows }) =>
    [...rows]
      .sort((a, b) => rank[a.verdict] - rank[b.verdict])
      .map(({ check, subject, verdict, found, wanted, remedy }): ReportCells => {
        return [
          server,
          verdict,
          subject === undefined ? check : `${check} ${subject}`,
          found,
          wanted,
          remedy,
        ];
      }),
  );
}

/** The rows of all servers as one table, the worst first within a server. */
export function renderReports(reports: readonly PreflightReport[]): string {
  const table: readonly (readonly string[])[] = [columns, ...reportCells(reports)];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
