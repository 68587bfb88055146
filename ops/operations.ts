import { lastLines } from "../scripts/process.js";
import type { Operations } from "../steps/fabric/specs.js";
import { attemptPulumi } from "./pulumi.js";
import { UsageError } from "./verb.js";

/**
 * What day-2 commands need of a stack, from its secret output `operations`.
 * @throws UsageError when the stack cannot be read or was never brought up.
 */
export async function readOperations(stack: string | undefined): Promise<Operations> {
  const done = await attemptPulumi(
    ["stack", "output", "operations", "--json", "--show-secrets", "--non-interactive"],
    { stack, timeoutSeconds: 120 },
  );
  if (done.code !== 0)
    throw new UsageError(
      `cannot read the output "operations" of ${stack === undefined ? "the selected stack" : `stack ${stack}`}; ` +
        `it is there after pulumi up\n${lastLines(done.stderr, 5)}`,
    );
  return JSON.parse(done.stdout) as Operations;
}
