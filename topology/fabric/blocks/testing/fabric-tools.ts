import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cached } from "../../../../ops/checkout.js";

const folder = cached("tools", "bin");
const tool = (name: string) => join(folder, name);

/** Whether Fabric's own tools are on this machine. */
export const haveFabricTools = ["configtxgen", "configtxlator"].every((name) => existsSync(tool(name)));

/** Whether they ought to be: where the set-up has run, and wherever the whole suite must run. */
export const wantFabricTools = existsSync(folder) || process.env.CI !== undefined;

/** A message in JSON, by Fabric's `configtxlator proto_decode`. */
export function decode(type: string, bytes: Uint8Array): unknown {
  return inFolder((work) => {
    // Files, because the tool opens /dev/stdin and /dev/stdout by name, which a socket does not allow.
    const [input, output] = [join(work, "message"), join(work, "json")];
    writeFileSync(input, bytes);
    execFileSync(tool("configtxlator"), [
      "proto_decode",
      `--type=${type}`,
      `--input=${input}`,
      `--output=${output}`,
    ]);
    return JSON.parse(readFileSync(output, "utf8")) as unknown;
  });
}

/** The update between two configurations, by Fabric's `configtxlator compute_update`. */
export function computeUpdate(channel: string, original: Uint8Array, updated: Uint8Array): Buffer {
  return inFolder((work) => {
    const path = (name: string) => join(work, name);
    writeFileSync(path("original"), original);
    writeFileSync(path("updated"), updated);
    const files = ["original", "updated", "output"].map((name) => `--${name}=${path(name)}`);
    execFileSync(tool("configtxlator"), ["compute_update", `--channel_id=${channel}`, ...files]);
    return readFileSync(path("output"));
  });
}

/** What Fabric's `configtxgen` makes of a profile in `configtx.yaml`. */
export function configtxgen(
  configtx: unknown,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>>,
  args: (output: string) => readonly string[],
): Buffer {
  return inFolder((work) => {
    // JSON is YAML.
    writeFileSync(join(work, "configtx.yaml"), JSON.stringify(configtx));
    for (const [folderName, files] of Object.entries(folders)) {
      for (const [name, content] of Object.entries(files)) {
        const path = join(work, folderName, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
    const output = join(work, "output");
    execFileSync(tool("configtxgen"), ["-configPath", work, ...args(output)], { stdio: "pipe" });
    return readFileSync(output);
  });
}

function inFolder<T>(use: (folder: string) => T): T {
  const work = mkdtempSync(join(tmpdir(), "fabric-tools-"));
  try {
    return use(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
