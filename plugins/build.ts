import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { nodeBundle } from "../scripts/bundle.js";
import { languageLauncher, providerLauncher } from "./launcher.js";

/** A built stand-in for one provider package. */
export interface BuiltProvider {
  readonly name: string;
  /** The version of the SDK, which is what the stand-in reports. */
  readonly version: string;
  /** Directory to be found as `plugins.providers[].path` of a Pulumi.yaml; it holds `pulumi-resource-<name>`. */
  readonly directory: string;
}

/** What a build made. All paths are absolute. */
export interface BuiltPlugins {
  readonly providers: readonly BuiltProvider[];
  /** The launcher `pulumi-language-nodejs`. */
  readonly languageHost: string;
}

/** Packages that have a stand-in. */
export const packageNames = ["docker", "command", "random", "tls"] as const;

const here = dirname(fileURLToPath(import.meta.url));

/** The version of a provider package's SDK, which its plugin reports. */
export function packageVersion(name: (typeof packageNames)[number]): Promise<string> {
  return installedVersion(`@pulumi/${name}`);
}

/** The version of an installed package. */
async function installedVersion(name: string): Promise<string> {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(await readFile(path, "utf8")) as { version: string }).version;
}

/** Bundles the stand-ins and the language host into `outDir`, with a launcher for each plugin. */
export async function buildPlugins(outDir: string): Promise<BuiltPlugins> {
  const out = resolve(outDir);
  await mkdir(out, { recursive: true });
  const versions = Object.fromEntries(
    await Promise.all(packageNames.map(async (name) => [name, await packageVersion(name)] as const)),
  );
  await bundle("main.ts", join(out, "providers.mjs"), { SDK_VERSIONS: JSON.stringify(versions) });
  await bundle("language-nodejs/main.ts", join(out, "language-nodejs.mjs"), {
    SDK_VERSION: JSON.stringify(await installedVersion("@pulumi/pulumi")),
  });
  const providers = await Promise.all(
    packageNames.map(async (name): Promise<BuiltProvider> => {
      const version = versions[name] ?? "";
      const directory = join(out, `resource-${name}-v${version}`);
      await program(
        join(directory, `pulumi-resource-${name}`),
        providerLauncher(name, join(out, "providers.mjs")),
      );
      return { name, version, directory };
    }),
  );
  const languageHost = join(out, "language", "pulumi-language-nodejs");
  await program(languageHost, languageLauncher(join(out, "language-nodejs.mjs")));
  return { providers, languageHost };
}

/**
 * Puts built stand-ins where the Pulumi CLI looks for downloaded plugins, so that a Pulumi.yaml says nothing of them:
 * providers into `<pulumiHome>/plugins/resource-<name>-v<version>/`, the language host beside the `pulumi` program.
 */
export async function installPlugins(
  built: BuiltPlugins,
  at: { readonly pulumiHome: string; readonly pulumiDirectory: string },
): Promise<void> {
  for (const { name, version, directory } of built.providers) {
    const program = `pulumi-resource-${name}`;
    await copyProgram(
      join(directory, program),
      join(at.pulumiHome, "plugins", `resource-${name}-v${version}`, program),
    );
  }
  await copyProgram(built.languageHost, join(at.pulumiDirectory, "pulumi-language-nodejs"));
}

async function bundle(entry: string, outfile: string, define: Record<string, string>): Promise<void> {
  await build({
    entryPoints: [join(here, entry)],
    outfile,
    ...nodeBundle,
    define,
  });
}

async function program(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}

async function copyProgram(from: string, to: string): Promise<void> {
  await program(to, await readFile(from, "utf8"));
}
