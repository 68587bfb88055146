import type { Command } from "commander";
import {
  countFindings,
  type Finding,
  hasErrors,
  renderFindings,
  renderFindingsAsJson,
} from "../config/findings.js";
import { loadStack, readStackFile } from "../config/load.js";
import { checkWithPackages } from "../packages/check.js";
import type { CheckedStack } from "../topology/check.js";
import { summaryOf } from "./summary.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Judges a stack file by the schema and by every rule, offline: no server is reached, no secret is read, and the
engine is not asked. With WeFe the vendor's package is read, too, and must be on this machine; its image archives are
read by pulumi preview and up. All mistakes are shown at once, each with its path, what was found, what is allowed and
what to do. Warnings do not fail; a stack accepts one that it has read by putting its id into consortium:accept.

Examples:
  ./consortium validate Pulumi.prod.yaml
  ./consortium validate Pulumi.prod.yaml --json | jq -r '.[] | select(.severity == "error") | .path'

Exit status: 0 no error, 1 errors, 2 the file cannot be read.`;

/** What `validate` prints and ends with. */
export interface Verdict {
  readonly output: string;
  readonly status: ExitStatus;
}

/**
 * Judges a stack file. Reads it, its inventory and the vendor's package that it names, and writes nothing but the
 * package's checksums, into `.cache/`.
 */
export async function validateFile(file: string, format: "text" | "json"): Promise<Verdict> {
  const { checked, readable } = await check(file);
  const { findings } = checked;
  const status = !readable ? 2 : hasErrors(findings) ? 1 : 0;
  if (format === "json") return { output: `${renderFindingsAsJson(findings)}\n`, status };
  return { output: validationText(file, checked), status };
}

async function check(file: string): Promise<{ readonly checked: CheckedStack; readonly readable: boolean }> {
  const { stack, directory, raw, findings } = readStackFile(file);
  const unreadable = findings.some(({ rule }) => rule === "file");
  if (Object.keys(raw).length === 0) return { checked: { findings, good: undefined }, readable: !unreadable };
  const loaded = loadStack(raw, { stack, directory });
  const checked = await checkWithPackages(
    { ...loaded, findings: [...findings, ...loaded.findings] },
    directory,
    "package",
  );
  return { checked, readable: true };
}

function validationText(file: string, { findings, good }: CheckedStack): string {
  const blocks: string[] = [];
  if (findings.length > 0) blocks.push(renderFindings(findings));
  if (good) blocks.push(`${summaryOf(good.plan)}\n`);
  blocks.push(`${file}: ${verdictOf(findings)}\n`);
  return blocks.join("\n");
}

function verdictOf(findings: readonly Finding[]): string {
  return findings.length === 0
    ? "good"
    : `${hasErrors(findings) ? "refused" : "good"}, ${countFindings(findings)}`;
}

export const validate: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("validate")
      .summary("judge a stack file offline")
      .description("Judge a stack file offline, by the schema and by every rule.")
      .argument("<file>", "a stack file, e.g. Pulumi.prod.yaml")
      .option("--json", "findings as a JSON array of {path, rule, severity, message, found, allowed, remedy}")
      .addHelpText("after", details)
      .action(async (file: string, { json }: { json?: boolean }) => {
        const { output, status } = await validateFile(file, json ? "json" : "text");
        process.stdout.write(output);
        finish(status);
      });
  },
};
