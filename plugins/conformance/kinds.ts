import { join } from "node:path";
import { buildPlugins, type packageNames, packageVersion } from "../build.js";
import { type RunningPlugin, startPlugin } from "./binary.js";
import type { PluginKind } from "./case.js";

const official = process.env.CONSORTIUM_OFFICIAL_PLUGINS;

/** The kinds that are here: the stand-ins, and the official ones where the environment names their folder. */
export const kinds: readonly PluginKind[] = official === undefined ? ["stand-in"] : ["stand-in", "official"];

/** The folder with the plugins of a kind, laid out as `$PULUMI_HOME/plugins`; the stand-ins are built into `work`. */
export async function pluginsOf(kind: PluginKind, work: string): Promise<string> {
  if (kind === "official") return official ?? "";
  const folder = join(work, "plugins");
  await buildPlugins(folder);
  return folder;
}

/** Starts the plugin of a package. */
export async function startPackage(
  folder: string,
  name: (typeof packageNames)[number],
  environment: Readonly<Record<string, string>>,
): Promise<RunningPlugin> {
  const version = await packageVersion(name);
  return startPlugin(join(folder, `resource-${name}-v${version}`, `pulumi-resource-${name}`), environment);
}
