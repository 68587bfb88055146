import { toolEnvironment } from "../scripts/environment.js";
import { root } from "../scripts/paths.js";
import { attempt, lastLines } from "../scripts/process.js";
import type { Operations } from "../steps/fabric/specs.js";
import { UsageError } from "./verb.js";

/**
 * What day-2 commands need of a stack, from its secret output `operations`.
 * @throws UsageError when the stack cannot be read or was never brought up.
 */
export async function readOperations(stack: string | undefined): Promise<Operations> {
  const done = await attempt(
    [
      ...([
        "pulumi",
        "stack",
        "output",
        "operations",
        "--json",
        "--show-secrets",
        "--non-interactive",
      ] as const),
      ...(stack === undefined ? [] : ["--stack", stack]),
    ],
    { cwd: root, env: pulumiEnvironment(), timeoutSeconds: 120 },
  );
  if (done.code !== 0)
    throw new UsageError(
      `cannot read the output "operations" of ${stack === undefined ? "the selected stack" : `stack ${stack}`}; ` +
        `it is there after pulumi up\n${lastLines(done.stderr, 5)}`,
    );
  return JSON.parse(done.stdout) as Operations;
}

/** The set-up's own backend and tools, unless the user has chosen otherwise. */
function pulumiEnvironment(): Record<string, string> {
  const ours = toolEnvironment();
  const { PATH = "", ...rest } = ours;
  const chosen = Object.keys(rest).filter((name) => process.env[name] === undefined);
  return { PATH, ...Object.fromEntries(chosen.map((name) => [name, rest[name] ?? ""])) };
}
