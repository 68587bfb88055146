import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { loadStack, readStackFile, throwOnErrors } from "../config/load.js";
import { checkWithPackages } from "../packages/check.js";
import type { Plan } from "../topology/model/plan.js";
import { root } from "./checkout.js";
import { runPulumi } from "./pulumi.js";
import type { StateExport } from "./state.js";
import { UsageError } from "./verb.js";

/** A stack, its file, and the project's folder that the CLI runs in. */
export interface StackPlace {
  /** As the CLI takes it; it may name organisation and project. */
  readonly stack: string;
  /** The stack's own name, which containers and volumes carry as a label. */
  readonly label: string;
  readonly file: string;
  readonly folder: string;
}

/**
 * Finds a stack's file: the one that is named, else `Pulumi.<stack>.yaml` of this checkout, which is the one that
 * `pulumi` reads here, too.
 * Without a stack's name the file's own name tells it, else the selected stack is meant, which needs Pulumi.
 * @throws UsageError when there is none.
 */
export async function placeOf(options: {
  readonly stack?: string;
  readonly file?: string;
}): Promise<StackPlace> {
  const full =
    options.stack ?? stackNamedBy(options.file) ?? (await runPulumi(["stack", "--show-name"], {})).trim();
  const label = full.split("/").at(-1) ?? full;
  const file = options.file === undefined ? join(root, `Pulumi.${label}.yaml`) : resolve(options.file);
  if (!existsSync(file)) throw new UsageError(`there is no ${file}; name the stack's file with --file`);
  const folder = existsSync(join(dirname(file), "Pulumi.yaml")) ? dirname(file) : root;
  return { stack: full, label, file, folder };
}

function stackNamedBy(file: string | undefined): string | undefined {
  return file === undefined ? undefined : /^Pulumi\.(.+)\.ya?ml$/.exec(basename(file))?.[1];
}

/** The plan of a stack's file. @throws ConfigurationError with every mistake of the file */
export async function planOf({ label, file, folder }: StackPlace): Promise<Plan> {
  const { raw, findings } = readStackFile(file);
  const directory = programFolder(folder);
  const loaded = loadStack(raw, { stack: label, directory });
  const { good, findings: all } = await checkWithPackages(
    { ...loaded, findings: [...findings, ...loaded.findings] },
    directory,
    "package",
  );
  throwOnErrors(label, all);
  if (!good) throw new UsageError(`${file}: no plan can be made of it; see ./consortium validate ${file}`);
  return good.plan;
}

/** The stack's state, its secrets encrypted. @throws UsageError when it cannot be read */
export async function exportState({ stack, folder }: StackPlace): Promise<StateExport> {
  const text = await runPulumi(["stack", "export", "--non-interactive"], {
    stack,
    folder,
    timeoutSeconds: 120,
  });
  return JSON.parse(text) as StateExport;
}

/** Where the engine runs a project's program: its paths are relative to this. */
function programFolder(folder: string): string {
  const { main } = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as { readonly main?: string };
  return main === undefined ? folder : dirname(join(folder, main));
}
