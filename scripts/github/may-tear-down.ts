import { readStackFile } from "../../config/load.js";
import { stackSchema } from "../../config/schema.js";

/**
 * Why a workflow must not tear a stack down; undefined when it may. Only a stack whose file says `data: delete` may go
 * by a button: its data is meant to be lost.
 */
export function teardownRefusal(file: string): string | undefined {
  const { raw, findings } = readStackFile(file);
  const [mistake] = findings;
  if (mistake) return `${mistake.path}: ${mistake.message}; ${mistake.remedy}`;
  const data = stackSchema.shape.data.safeParse(raw.data);
  if (data.success && data.data === "delete") return undefined;
  const found = raw.data === undefined ? "nothing, which means keep" : JSON.stringify(raw.data);
  return `${file}: consortium:data is ${found}, and only a stack with data: delete is torn down here. An operator takes others down by hand: docs/teardown.md`;
}
