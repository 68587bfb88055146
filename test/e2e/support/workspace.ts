import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";
import { cached, root, source } from "../../../ops/checkout.js";

/**
 * A folder under `.cache/` from which a stack of the tests runs: they change its file, and the committed one must stay
 * as it is. The program and its relative paths are the checkout's.
 * @param stackFile `Pulumi.<stack>.yaml` or another file with a stack's configuration
 * @returns the folder, for `pulumi -C`
 */
export async function workspace(stack: string, stackFile: string): Promise<string> {
  const folder = cached("stacks", stack);
  await mkdir(folder, { recursive: true });
  const project = parse(await readFile(source("Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  const main = relative(folder, join(root, String(project.main)));
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ ...project, main }));
  const own = join(folder, `Pulumi.${stack}.yaml`);
  const salt = await saltOf(own);
  await copyFile(stackFile, own);
  if (salt !== undefined) await writeFile(own, `${salt}\n${await readFile(own, "utf8")}`);
  return folder;
}

/** The line that an earlier run put there; without it the stack's secrets cannot be read any more. */
async function saltOf(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").find((line) => line.startsWith("encryptionsalt:"));
}
