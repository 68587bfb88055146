import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byName } from "../topology/names.js";
import { isPlanFile } from "../topology/plan-text/plan-text.js";
import { unifiedDiff } from "./unified-diff.js";

/** One file of a plan, compared with what lies in the folder. */
export interface ComparedFile {
  readonly name: string;
  readonly state: "same" | "changed" | "new" | "gone";
  /** As `diff -u` shows it, from the folder's text to the plan's; empty when they are the same. */
  readonly diff: string;
  /** The plan's text; undefined when the plan has no such file any more. */
  readonly text: string | undefined;
}

/**
 * Compares a plan with a folder. Files that a plan did not make are passed over.
 * @param shown the folder's name in the differences
 */
export function compareFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  shown: string,
): ComparedFile[] {
  const present = new Map(
    (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
      .filter((entry) => entry.isFile() && /\.(yaml|md)$/.test(entry.name))
      .map((entry): [string, string] => [entry.name, readFileSync(join(folder, entry.name), "utf8")])
      .filter(([name, text]) => files[name] !== undefined || isPlanFile(text)),
  );
  return [...new Set([...present.keys(), ...Object.keys(files)])].sort(byName).map((name) => {
    const before = present.get(name);
    const text = files[name];
    return { name, text, state: stateOf(before, text), diff: unifiedDiff(join(shown, name), before, text) };
  });
}

/** Makes the folder hold the plan: writes what differs, removes what is gone. */
export function writeFolder(folder: string, compared: readonly ComparedFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, state, text } of compared) {
    if (text === undefined) rmSync(join(folder, name));
    else if (state !== "same") writeFileSync(join(folder, name), text);
  }
}

function stateOf(before: string | undefined, after: string | undefined): ComparedFile["state"] {
  if (before === undefined) return "new";
  if (after === undefined) return "gone";
  return before === after ? "same" : "changed";
}
