import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Load } from "../test/load/load.js";
import { countOutcomes, type LoadRecord, longestGap } from "../test/load/record.js";
import { recordFolder } from "./bed.js";
import type { Stage } from "./trial.js";

/** Commits that each application sees before the fault, and again after it. */
const commits = 4;
/** Seconds in which they must come. */
const commitSeconds = 180;
/** Seconds that peers may take to catch up with what was committed. */
const catchUpSeconds = 180;

/**
 * Does something while applications use the network: they commit before it begins, must commit again after it, and at
 * the end every peer's ledger is compared with what they saw. What `work` throws is a problem, and the comparison is
 * made all the same.
 * @param name of the trial; the record goes to a file of this name
 */
export async function underLoad(
  name: string,
  { bed, findings }: Stage,
  work: (load: Load) => Promise<void>,
): Promise<void> {
  const load = new Load(`${name}-${Date.now().toString(36)}`, await bed.operations());
  try {
    await load.commits(commits, commitSeconds);
    try {
      await work(load);
      await load.commits(commits, commitSeconds);
    } catch (error) {
      findings.problem(error instanceof Error ? error.message : String(error));
    }
    const record = await load.stop();
    await writeFile(join(recordFolder, `${name}.csv`), csvOf(record));
    const audit = await load.audit(record, catchUpSeconds);
    for (const account of audit.differing) findings.problem(`the peers differ on ${account}`);
    for (const account of audit.unexplained)
      findings.problem(`${account} is in a ledger though its client was told that it was not taken`);
    const { committed, refused, invalid } = countOutcomes(record.transactions);
    findings.load({
      committed,
      refused,
      invalid,
      lost: audit.lost.length,
      unknownPresent: audit.unknownPresent,
      unknownAbsent: audit.unknownAbsent,
      gapSeconds: Math.round(longestGap(record) / 10) / 100,
      seconds: Math.round((record.ended - record.begun) / 1000),
    });
  } finally {
    load.close();
  }
}

function csvOf({ begun, transactions }: LoadRecord): string {
  const rows = transactions.map((one) =>
    [
      one.client,
      one.account,
      one.amount,
      one.id ?? "",
      one.begun - begun,
      one.ended - begun,
      one.outcome,
      JSON.stringify(one.reason ?? ""),
    ].join(","),
  );
  return `${["client,account,amount,transaction,begun_ms,ended_ms,outcome,reason", ...rows].join("\n")}\n`;
}
