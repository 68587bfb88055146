import { build } from "esbuild";
import { root } from "../../ops/checkout.js";
import { nodeBundle } from "../../scripts/bundle.js";
import type { Entry } from "./layer.js";

/**
 * A program of ours as one file that Node runs, under `path`.
 * @param main its first module, relative to the checkout
 */
export async function programEntry(path: string, main: string): Promise<Entry> {
  const { outputFiles } = await build({
    ...nodeBundle,
    absWorkingDir: root,
    entryPoints: [main],
    target: "node22",
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`${main}: esbuild wrote nothing`);
  return { kind: "file", path, mode: 0o755, content: output.text };
}
