import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../hosts/process.js";

/** Where `pulumi` is run for a demo: the checkout with the stack files, and what lies over the environment. */
export interface Place {
  readonly checkout: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Looks whether the demo's state has a stack. If not, a salt in the stack's file is of a stack that went with the cache
 * and its passphrase, and Pulumi would refuse to make a new one with it: it is forgotten.
 */
export async function findStack(stack: string, place: Place): Promise<boolean> {
  const stdout = await run(["pulumi", "stack", "ls", "--json"], { cwd: place.checkout, env: place.env });
  const found = (JSON.parse(stdout) as { name: string }[]).some(({ name }) => name === stack);
  if (!found) await forgetSalt(stack, place);
  return found;
}

/** Takes the line out of a stack's file by which Pulumi read the secrets of a stack that is gone. */
export async function forgetSalt(stack: string, { checkout }: Place): Promise<void> {
  const file = join(checkout, `Pulumi.${stack}.yaml`);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/^encryptionsalt:.*\n?/m, ""));
}
