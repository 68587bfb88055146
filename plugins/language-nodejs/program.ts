import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What is needed to run a Pulumi program. */
export interface ProgramRun {
  /** Directory of the program; its `@pulumi/pulumi` is used. */
  readonly directory: string;
  /** Working directory. */
  readonly pwd: string;
  /** What to run, e.g. `.` or `index.ts`, relative to `directory`. */
  readonly entryPoint: string;
  /** `runtime.options` of Pulumi.yaml. */
  readonly options: RuntimeOptions;
  /** Address of the engine's resource monitor. Handed on as it is, so that hooks and transforms work. */
  readonly monitor: string;
  readonly engine: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly rootDirectory: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly args: readonly string[];
  readonly config: Readonly<Record<string, string>>;
  readonly configSecretKeys: readonly string[];
}

/** The runtime options that are honoured. */
export interface RuntimeOptions {
  /** Words for `node` before the program, e.g. `--import tsx`. */
  readonly nodeargs?: string;
  /** Whether Pulumi's own ts-node loads the program. Default true. */
  readonly typescript?: boolean;
  readonly tsconfig?: string;
}

/** How a program ended. */
export type ProgramEnd =
  | { readonly kind: "ok" }
  /** It failed and has said why. */
  | { readonly kind: "reported" }
  | { readonly kind: "failed"; readonly message: string };

/** The exit status of `@pulumi/pulumi/cmd/run` after it reported an error to the engine. */
const exitReported = 32;

/** The command line for node, without `node`. */
export function nodeArguments(run: ProgramRun): string[] {
  const require = createRequire(join(run.directory, "package.json"));
  const flag = (name: string, value: string | number) => (value === "" ? [] : [`--${name}=${value}`]);
  return [
    ...(run.options.nodeargs?.split(/\s+/).filter((word) => word !== "") ?? []),
    require.resolve("@pulumi/pulumi/cmd/run"),
    ...flag("monitor", run.monitor),
    ...flag("engine", run.engine),
    ...flag("organization", run.organization),
    ...flag("project", run.project),
    ...flag("root-directory", run.rootDirectory),
    ...flag("stack", run.stack),
    ...flag("pwd", run.pwd),
    ...(run.dryRun ? ["--dry-run"] : []),
    ...flag("parallel", run.parallel),
    run.entryPoint === "" ? "." : run.entryPoint,
    ...run.args,
  ];
}

/** The environment that Pulumi's Node runtime reads configuration and loader settings from. */
export function nodeEnvironment(run: ProgramRun): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(run.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.configSecretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(run.options.typescript ?? true),
    ...(run.options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: run.options.tsconfig }),
  };
}

/** Starts the program; `end` waits for it. Its output goes to our own, which the engine shows. */
export function startProgram(run: ProgramRun): {
  readonly child: ChildProcess;
  readonly end: Promise<ProgramEnd>;
} {
  const child = spawn(process.execPath, nodeArguments(run), {
    cwd: run.pwd,
    env: { ...process.env, ...nodeEnvironment(run) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const end = new Promise<ProgramEnd>((resolve) => {
    child.once("error", (error) =>
      resolve({ kind: "failed", message: `node could not be started: ${error.message}` }),
    );
    child.once("exit", (code, signal) => resolve(programEnd(code, signal)));
  });
  return { child, end };
}

function programEnd(code: number | null, signal: NodeJS.Signals | null): ProgramEnd {
  if (code === 0) return { kind: "ok" };
  if (code === exitReported) return { kind: "reported" };
  if (code === null) return { kind: "failed", message: `Program was ended by ${signal}` };
  return { kind: "failed", message: `Program exited with non-zero exit code: ${code}` };
}
