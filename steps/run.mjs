/**
 * Starts a step: `node steps/run.mjs NAME`. From the bundle that the set-up makes of the steps, which loads in half
 * the time, as long as no source has changed since; else from the sources themselves.
 */
import { readFileSync, statSync } from "node:fs";

// Read before anything is loaded: when the shell around a step is killed, the parent is another one from then on.
const parent = process.ppid;

const bundle = new URL("../.cache/steps/", import.meta.url);

/** Whether every file the bundle was made of is as it was. Times and sizes are enough: the set-up recorded them. */
function isFresh() {
  try {
    const inputs = JSON.parse(readFileSync(new URL("inputs.json", bundle), "utf8"));
    return inputs.every(({ path, size, modified }) => {
      const now = statSync(new URL(`../${path}`, import.meta.url));
      return now.size === size && now.mtimeMs === modified;
    });
  } catch {
    return false;
  }
}

async function load() {
  if (isFresh()) return import(new URL("main.mjs", bundle).href);
  const { register } = await import("tsx/esm/api");
  register();
  return import("./main.ts");
}

const { runStep } = await load();
runStep(process.argv[2], parent);
