import { attempt, type Finished, lastLines, type RunOptions } from "../hosts/process.js";
import { root } from "./checkout.js";
import { toolEnvironment } from "./tool-environment.js";
import { UsageError } from "./verb.js";

/** How to run the CLI. */
export interface PulumiOptions {
  /** The project's folder. Default: this checkout. */
  readonly folder?: string;
  /** The stack. Default: the selected one. */
  readonly stack?: string | undefined;
  readonly timeoutSeconds?: number;
  readonly stdin?: string;
  /** Called with each line that it prints. */
  readonly onLine?: (line: string) => void;
}

/** Runs the Pulumi CLI without asking anything; its failure is an answer, not an exception. */
export function attemptPulumi(
  args: readonly string[],
  { folder = root, stack, timeoutSeconds, stdin, onLine }: PulumiOptions,
): Promise<Finished> {
  const chosen = stack === undefined ? [] : ["--stack", stack];
  const options: RunOptions = {
    cwd: folder,
    env: pulumiEnvironment(),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(stdin === undefined ? {} : { stdin }),
    ...(onLine ? { onLine } : {}),
  };
  return attempt(["pulumi", ...args, ...chosen], options);
}

/** As {@link attemptPulumi}, and returns standard output. @throws UsageError when the CLI fails */
export async function runPulumi(args: readonly string[], options: PulumiOptions): Promise<string> {
  const { code, stdout, stderr } = await attemptPulumi(args, options);
  if (code !== 0)
    throw new UsageError(
      `pulumi ${args.join(" ")} failed (exit status ${code})\n${lastLines(`${stdout}\n${stderr}`, 8)}`,
    );
  return stdout;
}

/** The set-up's own backend and tools, unless the user has chosen otherwise. */
function pulumiEnvironment(): Record<string, string> {
  const { PATH = "", ...rest } = toolEnvironment();
  const chosen = Object.keys(rest).filter((name) => process.env[name] === undefined);
  return { PATH, ...Object.fromEntries(chosen.map((name) => [name, rest[name] ?? ""])) };
}
