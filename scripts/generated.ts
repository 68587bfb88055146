import { readFileSync } from "node:fs";
import { stackFileJsonSchema } from "../config/json-schema.js";
import { configurationReference } from "../config/reference.js";
import { stackSchema } from "../config/schema.js";
import { wefeTierTable } from "../config/wefe/tier-table.js";
import { source } from "../ops/checkout.js";
import { checkTable } from "../steps/preflight/catalogue.js";
import { ruleGroups } from "../topology/rules/index.js";
import { rulesReference } from "../topology/rules/reference.js";
import { composeKeysReference } from "../topology/wefe/package/compose/reference.js";

/** Committed files that follow from the schema and the rules, with the text they should have. Paths are relative to the project. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    "consortium.schema.json": `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n`,
    "docs/configuration.md": configurationReference(stackSchema),
    "docs/rules.md": rulesReference(ruleGroups),
    "docs/wefe-compose-keys.md": composeKeysReference(),
    "docs/wefe.md": withPart("docs/wefe.md", "shares of a row", wefeTierTable()),
    "docs/checks.md": withPart("docs/checks.md", "preflight checks", checkTable()),
  };
}

/** A page of ours with one part of it generated. @throws Error when the page has no such part */
function withPart(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->\n`, "<!-- end -->"];
  const [before, rest] = readFileSync(source(page), "utf8").split(begin);
  const after = rest?.split(end).slice(1).join(end);
  if (after === undefined) throw new Error(`${page} has no part ${begin}`);
  return `${before}${begin}${text}\n${end}${after}`;
}
