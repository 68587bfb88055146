import { ensureHostImage } from "../../lab/host-image.js";
import { ensureImages } from "../../lab/images/build.js";
import { ensureEngine } from "./engine.js";
import {
  actionlintTool,
  actionlintVersion,
  ensureGoTools,
  fabricTools,
  fabricVersion,
  registryTool,
  registryVersion,
} from "./go-tools.js";
import { ensurePassphrase } from "./passphrase.js";
import { ensurePlugins, type PluginWish } from "./plugins.js";
import { ensurePulumi } from "./pulumi-cli.js";
import type { Group, Step } from "./step.js";
import { ensureStepsBundle } from "./steps-bundle.js";
import { ensurePackages } from "./system-packages.js";

/** Every step of the set-up, in order; `packagesFor` are the groups whose system packages are looked for. */
export function allSteps(packagesFor: readonly Group[], plugins: PluginWish): Step[] {
  return [
    {
      id: "packages",
      title: "system packages",
      group: "any",
      run: (onLine) => ensurePackages(packagesFor, onLine),
    },
    { id: "engine", title: "Docker engine", group: "engine", run: ensureEngine },
    { id: "passphrase", title: "passphrase and state folder", group: "tools", run: ensurePassphrase },
    { id: "pulumi", title: "Pulumi CLI", group: "tools", run: ensurePulumi },
    {
      id: "plugins",
      title: "provider plugins",
      group: "plugins",
      needs: ["pulumi"],
      run: () => ensurePlugins(plugins),
    },
    { id: "steps", title: "bundle of the steps", group: "plugins", run: ensureStepsBundle },
    {
      id: "fabric",
      title: "Fabric programs",
      group: "tools",
      run: async (onLine) => ({ outcome: await ensureGoTools(fabricTools, onLine), detail: fabricVersion }),
    },
    {
      id: "registry",
      title: "image registry",
      group: "tools",
      run: async (onLine) => ({
        outcome: await ensureGoTools(registryTool, onLine),
        detail: registryVersion,
      }),
    },
    {
      id: "actionlint",
      title: "checker of workflow files",
      group: "tools",
      run: async (onLine) => ({
        outcome: await ensureGoTools(actionlintTool, onLine),
        detail: actionlintVersion,
      }),
    },
    {
      id: "images",
      title: "lab images",
      group: "images",
      needs: ["fabric", "registry"],
      async run(onLine) {
        const built = await ensureImages("fabric", onLine);
        return { outcome: built.length === 0 ? "found" : "made", detail: built.join(" ") };
      },
    },
    {
      id: "host-image",
      title: "image of lab hosts",
      group: "images",
      needs: ["engine"],
      async run(onLine) {
        const { reference, found } = await ensureHostImage(onLine);
        return { outcome: found ? "found" : "made", detail: reference };
      },
    },
  ];
}
