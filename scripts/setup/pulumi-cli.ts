import { attempt } from "../../hosts/process.js";
import { ensureGoTools, pulumiTool, pulumiVersion, toolFolder } from "./go-tools.js";
import { downloadOfficialCli } from "./official.js";
import { readStamp, writeStamp } from "./stamp.js";

/** `v3.245.0` or newer of the same major version: the SDK's engine protocol only grows. */
export function isUsable(version: string, wanted: string): boolean {
  const [major, minor, patch] = numbers(version);
  const [wantedMajor, wantedMinor, wantedPatch] = numbers(wanted);
  if (major === undefined || minor === undefined || patch === undefined) return false;
  if (wantedMinor === undefined || wantedPatch === undefined) return false;
  if (major !== wantedMajor) return false;
  return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch);
}

function numbers(version: string): number[] {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim());
  return match ? match.slice(1).map(Number) : [];
}

/** The Pulumi CLI: ours from before, the PATH's, the official download, or built from its Go module (5 minutes). */
export async function ensurePulumi(
  onLine: (line: string) => void,
): Promise<{ readonly outcome: "found" | "made"; readonly detail: string }> {
  const kept = await attempt([`${toolFolder}/pulumi`, "version"]);
  const origin = await readStamp("pulumi-origin");
  if (kept.code === 0 && origin === `official ${pulumiVersion}`) return { outcome: "found", detail: origin };
  if (kept.code !== 0) {
    const onPath = await attempt(["pulumi", "version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } });
    if (onPath.code === 0 && isUsable(onPath.stdout, pulumiVersion) && (await besidePath())) {
      return { outcome: "found", detail: `${onPath.stdout.trim()} on the PATH` };
    }
  }
  if (kept.code !== 0 && (await downloadOfficialCli())) {
    await writeStamp("pulumi-origin", `official ${pulumiVersion}`);
    return { outcome: "made", detail: `official ${pulumiVersion}` };
  }
  const outcome = await ensureGoTools(pulumiTool, onLine);
  return { outcome, detail: `${pulumiVersion}, built from its Go module` };
}

/** Whether the CLI in use brings the official Node language host: the downloaded one and the PATH's do. */
export async function hasLanguageHost(): Promise<boolean> {
  const kept = await attempt(["test", "-x", `${toolFolder}/pulumi`]);
  if (kept.code !== 0) return true;
  return (await readStamp("pulumi-origin")) === `official ${pulumiVersion}`;
}

async function besidePath(): Promise<boolean> {
  const place = await attempt([
    "sh",
    "-c",
    'test -x "$(dirname "$(readlink -f "$(command -v pulumi)")")/pulumi-language-nodejs"',
  ]);
  return place.code === 0;
}
