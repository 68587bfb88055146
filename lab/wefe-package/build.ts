import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { cached, source } from "../../ops/checkout.js";
import { checksumOf, sha256OfFile } from "../../scripts/checksum.js";
import { readStamp, writeStamp } from "../../scripts/setup/stamp.js";
import { ensureImages, imageIndex } from "../images/build.js";
import { folderEntries, layerTar } from "../images/layer.js";
import { archOf } from "../inventory.js";
import { writeImages } from "./archive.js";
import { contractEntries } from "./contracts.js";
import { packageTags } from "./tags.js";

/** One file of the fixture. */
interface PackageFile {
  readonly path: string;
  readonly sha256: string;
}

/** The fixture as a stack file names it: `consortium:wefe` `package`. */
export interface WefePackage {
  /** The tar. */
  readonly deploy: string;
  readonly arch: "amd64" | "arm64";
  /** The archive of its images. */
  readonly images: string;
  /** File that pins both, as `sha256sum` writes it. */
  readonly checksums: string;
}

/** Bytes of the tar that the vendor's manual unpacks into /opt/wefe. */
export async function deployTar(): Promise<Buffer> {
  const files = await folderEntries("", source("lab", "wefe-package", "files"));
  return layerTar([...files, ...contractEntries()]);
}

const deploy = cached("wefe-package", "wefe-deploy-v3.8.6-fixture.tar");
const checksums = cached("wefe-package", "SHA256SUMS");

/**
 * Builds the fixture's tar and, where there is none, the file that pins it: enough to plan with. Its images are built by
 * {@link ensureWefePackage}. Returns whether anything was missing.
 */
export async function ensureDeployTar(): Promise<boolean> {
  await mkdir(dirname(deploy), { recursive: true });
  const tar = await deployTar();
  const sha256 = createHash("sha256").update(tar).digest("hex");
  const there = await sha256OfFile(deploy).catch(() => undefined);
  if (there !== sha256) await replaceFile(deploy, tar);
  const pins = await readFile(checksums, "utf8").catch(() => "");
  const line = checksumLines(dirname(checksums), [{ path: deploy, sha256 }]);
  if (pins.includes(line)) return false;
  await replaceFile(checksums, line);
  return true;
}

async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  // Several may do it at one time.
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content);
  await rename(partial, file);
}

/**
 * Builds the fixture under `.cache/wefe-package` unless it is there from the same inputs, its images first. No Docker
 * engine is needed.
 */
export async function ensureWefePackage(onLine: (line: string) => void): Promise<WefePackage> {
  await ensureImages("wefe", onLine);
  const arch = archOf(process.arch);
  const images = cached("wefe-package", arch === "amd64" ? "x86_64" : "aarch64", "allImages.tar");
  const ids = (await imageIndex())
    .filter(({ name }) => name in packageTags)
    .map(({ name, id }) => `${name} ${id}`);
  const inputs = await checksumOf(
    [source("lab", "wefe-package"), source("lab", "stand-ins", "wefe"), source("lab", "images", "layer.ts")],
    ids,
  );
  const there = await Promise.all([deploy, images].map((file) => stat(file).catch(() => undefined)));
  if (there.some((file) => !file) || (await readStamp("wefe-package")) !== inputs) {
    onLine("wefe-package");
    await mkdir(dirname(images), { recursive: true });
    await replaceFile(deploy, await deployTar());
    const parts = Object.entries(packageTags).map(([name, tags]) => ({
      file: cached("images", `${name}.tar`),
      tags,
    }));
    await writeImages(`${images}.partial`, parts);
    await rename(`${images}.partial`, images);
    await writeStamp("wefe-package", inputs);
  }
  const files = await Promise.all(
    [deploy, images].map(async (path): Promise<PackageFile> => ({ path, sha256: await sha256OfFile(path) })),
  );
  await replaceFile(checksums, checksumLines(dirname(checksums), files));
  return { deploy, arch, images, checksums };
}

/** Lines as `sha256sum` writes them in a folder, which their paths are relative to. */
export function checksumLines(folder: string, files: readonly PackageFile[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${relative(folder, path)}\n`).join("");
}
