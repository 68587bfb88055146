import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, run } from "../../hosts/process.js";
import { cached } from "../../ops/checkout.js";
import { sha256 } from "../../topology/sha256.js";
import { pulumiVersion, toolFolder } from "./go-tools.js";

const release = `https://github.com/pulumi/pulumi/releases/download/v${pulumiVersion}`;

/**
 * The official CLI with its language host, checked against the release's checksum list, into the tool folder.
 * False where it cannot be had: no way to the internet, no build for this machine, or a checksum that differs.
 */
export async function downloadOfficialCli(): Promise<boolean> {
  const arch = { x64: "x64", arm64: "arm64" }[process.arch as string];
  const name = `pulumi-v${pulumiVersion}-${process.platform}-${arch}.tar.gz`;
  const checksums = await download(`${release}/pulumi-${pulumiVersion}-checksums.txt`, 10);
  const expected = checksums?.toString("utf8").match(new RegExp(`^([0-9a-f]{64})\\s+\\*?${name}$`, "m"))?.[1];
  if (expected === undefined) return false;
  const archive = await download(`${release}/${name}`, 600);
  if (!archive || sha256(archive) !== expected) return false;
  const partial = cached("tools", "partial");
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await mkdir(toolFolder, { recursive: true });
  await writeFile(join(partial, name), archive);
  await run(["tar", "-xzf", join(partial, name), "-C", partial]);
  for (const program of ["pulumi-language-nodejs", "pulumi"]) {
    await rename(join(partial, "pulumi", program), join(toolFolder, program));
  }
  await rm(partial, { recursive: true, force: true });
  return true;
}

/** Installs official provider plugins by the CLI; false as soon as one cannot be had. */
export async function installOfficialPlugins(
  plugins: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  // The CLI tries five times with pauses; one look tells whether the place can be reached at all.
  if (!(await reachable("https://get.pulumi.com/releases/plugins/"))) return false;
  for (const [name, version] of Object.entries(plugins)) {
    const installed = await attempt(["pulumi", "plugin", "install", "resource", name, version], {
      env,
      timeoutSeconds: 300,
    });
    if (installed.code !== 0) return false;
  }
  return true;
}

async function reachable(url: string): Promise<boolean> {
  try {
    // Any answer will do: the folder itself may well be forbidden.
    await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

async function download(url: string, seconds: number): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000) });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
