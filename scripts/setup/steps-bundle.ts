import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { z } from "zod";
import { cached, root, source } from "../../ops/checkout.js";
import { nodeBundle } from "../bundle.js";
import { checksumOf } from "../checksum.js";
import { readStamp, writeStamp } from "./stamp.js";

const folder = cached("steps");
/** Read by steps/run.mjs. */
const inputsFile = cached("steps", "inputs.json");
const inputs = z.array(z.object({ path: z.string() }));

/** Bundles the steps into `.cache/steps/`, each loading only what it uses, for steps/run.mjs. */
export async function ensureStepsBundle(): Promise<{
  readonly outcome: "found" | "made";
  readonly detail: string;
}> {
  const sources = ["config", "hosts", "packages", "scripts", "steps", "topology", "package-lock.json"];
  const checksum = await checksumOf(sources.map((name) => source(name)));
  if ((await readStamp("steps")) === checksum) {
    // The same contents may have been written anew, by a checkout for one.
    await recordInputs(inputs.parse(JSON.parse(await readFile(inputsFile, "utf8"))).map(({ path }) => path));
    return { outcome: "found", detail: "" };
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    ...nodeBundle,
    absWorkingDir: root,
    entryPoints: { main: "steps/main.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    metafile: true,
  });
  const own = Object.keys(metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
  await recordInputs([...own, "package-lock.json"]);
  await writeStamp("steps", checksum);
  return { outcome: "made", detail: "" };
}

/** What the bundle was made of, as it lies there now. */
async function recordInputs(paths: readonly string[]): Promise<void> {
  const seen = await Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(source(path));
      return { path, size, modified: mtimeMs };
    }),
  );
  await writeFile(inputsFile, `${JSON.stringify(seen)}\n`);
}
