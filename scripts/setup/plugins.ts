import { mkdir, readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { cached, source } from "../../ops/checkout.js";
import { pulumiHome, toolEnvironment } from "../../ops/tool-environment.js";
import { buildPlugins, installPlugins } from "../../plugins/build.js";
import { checksumOf } from "../checksum.js";
import { toolFolder } from "./go-tools.js";
import { installOfficialPlugins } from "./official.js";
import { hasLanguageHost } from "./pulumi-cli.js";
import { readStamp, writeStamp } from "./stamp.js";

const record = z.strictObject({ kind: z.enum(["official", "stand-in"]) });
/** Whose provider plugins are in place. */
export type PluginKind = z.infer<typeof record>["kind"];

/** What the user asked for; `any`: the official ones where they can be had. */
export type PluginWish = PluginKind | "any";

const recordFile = cached("plugins", "kind.json");

/** Provider plugins in the versions of the SDKs, into our own PULUMI_HOME. */
export async function ensurePlugins(
  wish: PluginWish,
): Promise<{ readonly outcome: "found" | "made"; readonly detail: string }> {
  const sources = ["plugins", "hosts", "steps/parent.ts", "package-lock.json"];
  const inputs = await checksumOf(sources.map((name) => source(name)));
  const there = await installedKind();
  if (there && (wish === "any" || wish === there) && (await readStamp("plugins")) === `${there} ${inputs}`) {
    return { outcome: "found", detail: there };
  }
  const kind = await install(wish === "any" && there ? there : wish);
  await mkdir(cached("plugins"), { recursive: true });
  await writeFile(recordFile, `${JSON.stringify({ kind })}\n`);
  await writeStamp("plugins", `${kind} ${inputs}`);
  return { outcome: "made", detail: kind };
}

async function install(wish: PluginWish): Promise<PluginKind> {
  const official =
    wish !== "stand-in" && (await installOfficialPlugins(await pluginVersions(), toolEnvironment()));
  if (!official && wish === "official") {
    throw new Error(
      "the official plugins cannot be downloaded here. Run: npm run setup -- --plugins stand-in",
    );
  }
  // An official CLI brings its own language host, which stays; ours stands beside the CLI we built.
  const ownHost = !(await hasLanguageHost());
  if (!official || ownHost) {
    const built = await buildPlugins(cached("plugins"));
    const pulumiDirectory = ownHost ? toolFolder : cached("plugins", "unused");
    await installPlugins(
      { ...built, providers: official ? [] : built.providers },
      { pulumiHome, pulumiDirectory },
    );
  }
  return official ? "official" : "stand-in";
}

/** Versions the program's SDKs ask for: exactly those of package.json. */
async function pluginVersions(): Promise<Record<string, string>> {
  const text = await readFile(source("package.json"), "utf8");
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(text));
  return Object.fromEntries(
    ["docker", "command", "random", "tls"].map((name) => [name, dependencies[`@pulumi/${name}`] ?? ""]),
  );
}

/** The kind noted at the last set-up; undefined before the first. */
export async function installedKind(): Promise<PluginKind | undefined> {
  const text = await readFile(recordFile, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = record.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.kind : undefined;
}
