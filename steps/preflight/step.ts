import type { Step } from "../main.js";
import type { PreflightSpec } from "../specs.js";
import { passed, renderReports } from "./report.js";
import { runPreflight } from "./run.js";

/** Checks one server before any server is changed. See {@link PreflightSpec}. */
export const preflight: Step<PreflightSpec> = {
  async run(spec) {
    const report = await runPreflight(spec);
    const open = report.rows.filter(({ verdict }) => verdict !== "pass");
    const table = renderReports([{ ...report, rows: open }]);
    if (!passed(report)) throw new Error(`${table}\nNothing was changed on any server.`);
    if (open.length > 0) process.stderr.write(`${table}\n`);
    return { server: report.server, checks: report.rows.length, warnings: open.length };
  },
};
