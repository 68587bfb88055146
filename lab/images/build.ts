import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { z } from "zod";
import { cached, source } from "../../ops/checkout.js";
import { checksumOf } from "../../scripts/checksum.js";
import { readStamp, writeStamp } from "../../scripts/setup/stamp.js";
import { archOf } from "../inventory.js";
import { imageArchive } from "./archive.js";
import { type ImageGroup, imageGroups, images } from "./catalog.js";
import type { LabImage } from "./image.js";
import { layerTar } from "./layer.js";

const indexed = z.strictObject({
  name: z.string(),
  /** As loaded into an engine, e.g. `fabric-peer:2.5`. */
  tag: z.string(),
  /** `sha256:…`: what `docker image inspect` shows on every engine. */
  id: z.string(),
  /** Of the archive, in bytes. */
  size: z.int(),
  /** The archive, relative to the index. */
  file: z.string(),
});
/** One line of `.cache/images/index.json`. */
export type IndexedImage = z.infer<typeof indexed>;

const indexFile = cached("images", "index.json");

/** Images built so far; empty before the first build. */
export async function imageIndex(): Promise<IndexedImage[]> {
  const text = await readFile(indexFile, "utf8").catch(() => undefined);
  return text === undefined ? [] : z.array(indexed).parse(JSON.parse(text));
}

/**
 * Builds the images of a group whose inputs changed; those of other groups stay as they are. Returns the names that were
 * built; no Docker engine is needed.
 */
export async function ensureImages(group: ImageGroup, onLine: (line: string) => void): Promise<string[]> {
  await mkdir(cached("images"), { recursive: true });
  const before = new Map((await imageIndex()).map((image) => [image.name, image]));
  const built: string[] = [];
  for (const image of imageGroups[group]) {
    const inputs = await inputsOf(image);
    const there =
      before.has(image.name) && (await stat(cached("images", `${image.name}.tar`)).catch(() => undefined));
    if (there && (await readStamp(`image-${image.name}`)) === inputs) continue;
    onLine(`${image.name}:${image.version}`);
    before.set(image.name, await build(image, onLine));
    await writeIndex(images.flatMap((known) => before.get(known.name) ?? []));
    await writeStamp(`image-${image.name}`, inputs);
    built.push(image.name);
  }
  return built;
}

async function inputsOf(image: LabImage): Promise<string> {
  const common = ["archive.ts", "image.ts", "layer.ts"].map((file) => source("lab", "images", file));
  return checksumOf([...image.inputs, ...common], [image.version, process.arch]);
}

async function build(image: LabImage, onLine: (line: string) => void): Promise<IndexedImage> {
  const { config, layers } = await image.content(onLine);
  const tag = `${image.name}:${image.version}`;
  const file = `${image.name}.tar`;
  const archive = await imageArchive(
    tag,
    archOf(process.arch),
    config,
    await Promise.all(layers.map(layerTar)),
  );
  await writeFile(cached("images", `${file}.partial`), archive.tar);
  await rename(cached("images", `${file}.partial`), cached("images", file));
  return { name: image.name, tag, id: archive.id, size: archive.tar.length, file };
}

async function writeIndex(index: readonly IndexedImage[]): Promise<void> {
  await writeFile(indexFile, `${JSON.stringify(index, undefined, 2)}\n`);
}
