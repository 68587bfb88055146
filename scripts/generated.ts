import { stackFileJsonSchema } from "../config/json-schema.js";
import { configurationReference } from "../config/reference.js";
import { stackSchema } from "../config/schema.js";
import { rules } from "../topology/rules/index.js";

/** Committed files that follow from the schema, with the text they should have. Paths are relative to the project. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    "consortium.schema.json": `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n`,
    "docs/configuration.md": configurationReference(stackSchema, rules),
  };
}
