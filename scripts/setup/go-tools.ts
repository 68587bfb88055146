import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { attempt, run } from "../../hosts/process.js";
import { cached, source } from "../../ops/checkout.js";
import { checksumOf } from "../checksum.js";
import { readStamp, writeStamp } from "./stamp.js";

/** Pulumi CLI: the newest whose Go module verifies and whose SDK runs on Node 20. */
export const pulumiVersion = "3.245.0";
/** What the Fabric programs report: the pinned commit follows 2.5.0 on release-2.5. */
export const fabricVersion = "2.5.0";
/** CNCF distribution registry. */
export const registryVersion = "3.0.0";
/** Checker of GitHub workflow files. */
export const actionlintVersion = "1.7.12";

/** Programs built from one pinned go.mod under `tools/`. */
export interface GoTools {
  /** Folder under `tools/`. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly ldflags: string;
}

export const pulumiTool: GoTools = {
  name: "pulumi",
  packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
  ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`,
};

export const fabricTools: GoTools = {
  name: "fabric",
  packages: ["configtxgen", "configtxlator", "cryptogen", "orderer", "osnadmin", "peer"].map(
    (program) => `github.com/hyperledger/fabric/cmd/${program}`,
  ),
  ldflags: `-X github.com/hyperledger/fabric/common/metadata.Version=${fabricVersion}`,
};

export const registryTool: GoTools = {
  name: "registry",
  packages: ["github.com/distribution/distribution/v3/cmd/registry"],
  ldflags: `-X github.com/distribution/distribution/v3/version.version=v${registryVersion}`,
};

export const actionlintTool: GoTools = {
  name: "actionlint",
  packages: ["github.com/rhysd/actionlint/cmd/actionlint"],
  // It derives its version from the main module, which is ours here.
  ldflags: `-X github.com/rhysd/actionlint.version=v${actionlintVersion}`,
};

/** Where the programs are put. */
export const toolFolder: string = cached("tools", "bin");

/**
 * Builds a group of programs (static, two compilers at a time) unless the same inputs were built before.
 * Returns whether they were there. The module checksums of go.sum are verified by Go itself.
 */
export async function ensureGoTools(
  tools: GoTools,
  onLine: (line: string) => void,
): Promise<"found" | "made"> {
  const folder = source("tools", tools.name);
  const inputs = await checksumOf(
    [join(folder, "go.mod"), join(folder, "go.sum")],
    [tools.ldflags, process.arch],
  );
  const programs = tools.packages.map((path) => path.split("/").at(-1) ?? path);
  const present = await Promise.all(
    programs.map((program) => stat(join(toolFolder, program)).catch(() => undefined)),
  );
  if (present.every((file) => file) && (await readStamp(`go-${tools.name}`)) === inputs) return "found";
  if ((await attempt(["go", "version"])).code !== 0) {
    throw new Error(
      "no Go compiler: install Go 1.21 or later (its own download unpacked to /usr/local/go will do) and run: npm run setup -- --only tools",
    );
  }
  const partial = cached("tools", "partial");
  await mkdir(partial, { recursive: true });
  await mkdir(toolFolder, { recursive: true });
  await run(
    [
      "go",
      "build",
      "-v",
      "-p",
      "2",
      "-trimpath",
      "-ldflags",
      `-s -w ${tools.ldflags}`,
      "-o",
      `${partial}/`,
      ...tools.packages,
    ],
    { cwd: folder, env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false" }, onLine },
  );
  for (const program of programs) await rename(join(partial, program), join(toolFolder, program));
  await writeStamp(`go-${tools.name}`, inputs);
  return "made";
}
