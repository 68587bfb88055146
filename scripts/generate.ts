/** Writes the committed files that follow from the schema: `npm run generate`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./generated.js";

for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(join(import.meta.dirname, "..", path), text);
  process.stdout.write(`${path}\n`);
}
