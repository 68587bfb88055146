import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { loadStack, readStackFile, throwOnErrors } from "../config/load.js";
import { checkWithPackages } from "../packages/check.js";
import type { PlanSource } from "../topology/plan-text/plan-text.js";
import { UsageError } from "./verb.js";

/** A stack file's content as it is planned, and where its plan is kept. */
export interface ReviewedStack extends PlanSource {
  readonly stack: string;
  /** The project's folder. */
  readonly directory: string;
}

/**
 * Reads and plans a stack file, offline. The servers of a stack with `consortium:inventory` are, in this order, those
 * of the file that is given here, those of `plans/<stack>.inventory.yaml` where that is committed (a lab's own
 * inventory is on one machine only and tells that machine's size), and those of the stack's inventory.
 * @throws ConfigurationError with every mistake; UsageError when a file cannot be read
 */
export async function reviewedStack(file: string, inventory?: string): Promise<ReviewedStack> {
  const { stack, directory, raw, findings } = readStackFile(file);
  const chosen = inventoryOf(raw, { stack, directory, file }, inventory);
  const loaded = loadStack({ ...raw, ...chosen }, { stack, directory });
  const checked = await checkWithPackages(
    { ...loaded, findings: [...findings, ...loaded.findings] },
    directory,
    "package",
  );
  const unreadable = checked.findings.find(({ rule }) => rule === "file");
  if (unreadable)
    throw new UsageError(
      `${unreadable.path}: ${unreadable.message}${unreadable.path === file ? "" : `; commit an inventory to plan with as ${join("plans", committedName(stack))}, or name one with --inventory`}`,
    );
  throwOnErrors(stack, checked.findings);
  if (!checked.good) throw new UsageError(`${file}: no plan can be made of it`);
  const { plan, settings } = checked.good;
  return {
    stack,
    directory,
    plan,
    images: settings.images,
    files: [
      relative(directory, resolve(file)),
      ...(settings.inventory === undefined ? [] : [settings.inventory]),
    ],
  };
}

/**
 * A package that a stack file names and that is not on this machine, as the file names it. It is large and the vendor's,
 * so it comes with no clone, and nothing of its stack can be planned without it.
 */
export function missingPackage(file: string): string | undefined {
  const { stack, directory, raw } = readStackFile(file);
  const path = loadStack(
    { ...raw, ...inventoryOf(raw, { stack, directory, file }, undefined) },
    { stack, directory },
  ).settings?.wefe?.package.path;
  return path === undefined || existsSync(join(directory, path)) ? undefined : path;
}

/** Servers that a lab would have, for stacks whose own inventory is not committed. */
function committedName(stack: string): string {
  return `${stack}.inventory.yaml`;
}

function inventoryOf(
  raw: Readonly<Record<string, unknown>>,
  { stack, directory, file }: { readonly stack: string; readonly directory: string; readonly file: string },
  given: string | undefined,
): { readonly inventory?: string } {
  if (given !== undefined) {
    if (raw.servers !== undefined)
      throw new UsageError(
        `${file} lists its servers itself; --inventory is for stacks with consortium:inventory`,
      );
    return { inventory: relative(directory, resolve(given)) };
  }
  const committed = join("plans", committedName(stack));
  return raw.inventory !== undefined && existsSync(join(directory, committed))
    ? { inventory: committed }
    : {};
}
