/**
 * The steps by name. `node steps/run.mjs NAME` runs one: its plain spec in CONSORTIUM_STEP, its secrets as JSON on
 * stdin. Exit 0 when what the step proves or makes is there; else 1 with the reason and the remedy on stderr.
 */
import { text } from "node:stream/consumers";
import { networkSteps } from "./networks.js";
import { endWithParent } from "./parent.js";
import type { Step } from "./step.js";

// Loaded on demand: a gate must not pay for what it does not use.
const steps: Record<string, () => Promise<Step<never, never>>> = {
  ready: async () => (await import("./gates/ready.js")).ready,
  "in-sync": async () => (await import("./gates/in-sync.js")).inSync,
  formed: async () => (await import("./gates/formed.js")).formed,
  preflight: async () => (await import("./preflight/step.js")).preflight,
  "load-image": async () => (await import("./images/load.js")).loadImage,
  "push-images": async () => (await import("./images/push.js")).pushImages,
  "registry-ready": async () => (await import("./images/registry-ready.js")).registryReady,
  "service-ready": async () => (await import("./gates/service-ready.js")).serviceReady,
  "data-kept": async () => (await import("./gates/own-data.js")).dataKept,
  ...networkSteps,
  teardown: async () => (await import("./teardown/teardown.js")).teardown,
};

async function run(name: string | undefined): Promise<void> {
  const load = name === undefined ? undefined : steps[name];
  if (!load) throw new Error(`unknown step "${name ?? ""}"; one of: ${Object.keys(steps).join(", ")}`);
  const spec: unknown = JSON.parse(process.env.CONSORTIUM_STEP ?? "{}");
  const input = process.stdin.isTTY ? "" : await text(process.stdin);
  const secrets: unknown = input.trim() === "" ? {} : JSON.parse(input);
  const step = await load();
  const result = await step.run(spec as never, secrets as never);
  if (result !== undefined) process.stdout.write(`${JSON.stringify(result)}\n`);
}

/**
 * Runs a step and ends this process.
 * @param parent the process that started this one
 */
export function runStep(name: string | undefined, parent: number): void {
  endWithParent(parent);
  run(name).then(
    // An open SSH connection must not keep a finished step alive.
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
