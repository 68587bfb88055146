import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { ArchiveImage, ArchiveLayer, TaggedImage } from "../../topology/images/archive-image.js";
import { imageConfig } from "../../topology/images/image-config.js";
import { digestOf, imageManifest, mediaTypes } from "../../topology/images/manifest.js";
import { type LocatedImage, locateImage, namedImages } from "./layout.js";
import { listTar, readRange } from "./tar.js";

/** An archive that cannot be delivered. The message is file, problem and remedy together. */
export class ArchiveError extends Error {
  readonly problem: string;
  readonly remedy: string;
  constructor(path: string, problem: string, remedy: string) {
    super(`${path}: ${problem}. ${remedy}`);
    this.name = "ArchiveError";
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** Larger configurations are not images' (Docker Hub's largest are below 1 MiB). */
const largestConfigBytes = 8 * 1024 ** 2;

/** First bytes of compressed files, and the command that undoes it. */
const compressions = [
  { name: "gzip", magic: Buffer.from([0x1f, 0x8b]), undo: "gunzip" },
  { name: "zstd", magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), undo: "unzstd" },
  { name: "xz", magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]), undo: "unxz" },
] as const;

/**
 * Reads what an archive holds from its tar headers and its configuration; layers are not read, so it takes
 * milliseconds. Knows the layout of `docker save` before engine 25, the one since, and OCI layouts.
 * @throws ArchiveError when it is missing, compressed, damaged, or not exactly one Linux image.
 */
export function readArchive(path: string): Promise<ArchiveImage> {
  return opened(path, async (file) =>
    readImage(file, archiveName(path), await locateImage(file, await listTar(file))),
  );
}

/**
 * Reads all images of an archive that `docker save` made of many. Their layers may be shared: a range may stand in
 * several of them.
 * @throws ArchiveError when it is missing, compressed, damaged, or holds no Linux image.
 */
export function readImages(path: string): Promise<TaggedImage[]> {
  return opened(path, async (file) => {
    const named = await namedImages(file, await listTar(file));
    if (named.length === 0) throw new Error("holds no image");
    const images: TaggedImage[] = [];
    for (const { tags, locate } of named)
      images.push({ ...(await readImage(file, tags[0] ?? archiveName(path), await locate())), tags });
    return images;
  });
}

/** Reads one image of an archive, by its id; nothing when the archive does not hold it. */
export function readImageById(path: string, id: string): Promise<ArchiveImage | undefined> {
  return opened(path, async (file) => {
    for (const { locate } of await namedImages(file, await listTar(file))) {
      const located = await locate();
      // Every layout that we know names the configuration by its checksum: the others need not be read.
      if (located.config.digest !== undefined && located.config.digest !== id) continue;
      const image = await readImage(file, archiveName(path), located);
      if (image.id === id) return image;
    }
    return undefined;
  });
}

const archiveName = (path: string) => basename(path).replace(/\.tar$/, "");

/** Lends an archive that is a plain tar. @throws ArchiveError with what to do about it. */
async function opened<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const save = `Write it again: docker save -o ${basename(path)} IMAGE`;
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? "there is no such file" : `cannot be read (${error.code})`;
    throw new ArchiveError(path, problem, `Make it: docker save -o ${basename(path)} IMAGE`);
  });
  try {
    const outer = await compressionAt(file, 0);
    if (outer) {
      const remedy = `Run: ${outer.undo} < ${basename(path)} > image.tmp && mv image.tmp ${basename(path)}`;
      throw new ArchiveError(path, `is compressed with ${outer.name}`, remedy);
    }
    return await read(file);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(path, error instanceof Error ? error.message : String(error), save);
  } finally {
    await file.close();
  }
}

async function readImage(file: FileHandle, name: string, located: LocatedImage): Promise<ArchiveImage> {
  if (located.config.size > largestConfigBytes) throw new Error("the image's configuration is too large");
  const text = await readRange(file, located.config.offset, located.config.size);
  const id = digestOf(text);
  if (located.config.digest !== undefined && located.config.digest !== id)
    throw new Error(`the image's configuration is damaged (${id} instead of ${located.config.digest})`);
  const { architecture, os, diffIds } = imageConfig(text.toString());
  if (os !== "linux") throw new Error(`holds an image for ${os}, not for linux`);
  if (diffIds.length !== located.layers.length)
    throw new Error(`has ${located.layers.length} layers where the configuration names ${diffIds.length}`);

  const layers: ArchiveLayer[] = [];
  for (const [at, { offset, size, digest }] of located.layers.entries()) {
    const diffId = diffIds[at] ?? "";
    const compression = await compressionAt(file, offset);
    if (!compression) layers.push({ diffId, digest: diffId, mediaType: mediaTypes.plainLayer, offset, size });
    else if (compression.name === "gzip" && digest !== undefined)
      layers.push({ diffId, digest, mediaType: mediaTypes.gzipLayer, offset, size });
    else
      throw new Error(`layer ${at + 1} is compressed with ${compression.name}, which not every engine loads`);
  }
  const manifest = imageManifest({ digest: id, size: located.config.size }, layers);
  return {
    name,
    id,
    config: { offset: located.config.offset, size: located.config.size },
    layers,
    manifest,
    manifestDigest: digestOf(manifest),
    architecture,
    bytes: layers.reduce((sum, layer) => sum + layer.size, located.config.size),
  };
}

async function compressionAt(file: FileHandle, offset: number) {
  const start = Buffer.alloc(6);
  await file.read(start, 0, start.length, offset);
  return compressions.find(({ magic }) => start.subarray(0, magic.length).equals(magic));
}
