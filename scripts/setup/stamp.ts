import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cached } from "../../ops/checkout.js";

/** The input checksum a step last succeeded with; undefined when it never did. */
export async function readStamp(step: string): Promise<string | undefined> {
  return readFile(cached("stamps", step), "utf8").catch(() => undefined);
}

/** Notes that a step succeeded with these inputs. */
export async function writeStamp(step: string, inputs: string): Promise<void> {
  await mkdir(cached("stamps"), { recursive: true });
  await writeFile(cached("stamps", step), inputs);
}
