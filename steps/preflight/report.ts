/** One row of the preflight table. */
export interface PreflightRow {
  readonly check: string;
  readonly verdict: "pass" | "warn" | "fail";
  readonly found: string;
  readonly wanted: string;
  /** What to do; empty when it passed. */
  readonly remedy: string;
}

/** What preflight found on one server. */
export interface PreflightReport {
  readonly server: string;
  readonly rows: readonly PreflightRow[];
}

/** A row that passed. */
export function pass(check: string, found: string, wanted: string): PreflightRow {
  return { check, verdict: "pass", found, wanted, remedy: "" };
}

/** A row to think about; the server may be used. */
export function warn(check: string, found: string, wanted: string, remedy: string): PreflightRow {
  return { check, verdict: "warn", found, wanted, remedy };
}

/** A row that keeps every server from being changed. */
export function fail(check: string, found: string, wanted: string, remedy: string): PreflightRow {
  return { check, verdict: "fail", found, wanted, remedy };
}

/** Whether a server may be changed. */
export function passed({ rows }: PreflightReport): boolean {
  return rows.every(({ verdict }) => verdict !== "fail");
}

/** The rows of all servers as one table, the worst first within a server. */
export function renderReports(reports: readonly PreflightReport[]): string {
  const rank = { fail: 0, warn: 1, pass: 2 };
  const lines = reports.flatMap(({ server, rows }) =>
    [...rows]
      .sort((a, b) => rank[a.verdict] - rank[b.verdict])
      .map(({ check, verdict, found, wanted, remedy }) => [server, verdict, check, found, wanted, remedy]),
  );
  return renderTable(["server", "result", "check", "found", "wanted", "remedy"], lines);
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
