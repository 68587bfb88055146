import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { readArchive, readImageById } from "../../packages/images/archive.js";
import type { ArchiveImage, Range } from "../../topology/images/archive-image.js";
import { blockBytes, fileHeader } from "../../topology/tar-header.js";

/** Bytes read from an archive at a time: what an upload holds in memory. */
const pieceBytes = 256 * 1024;

/** Reads the archive again and makes sure that it still holds the image that was planned, alone or among others. */
export async function plannedImage(image: {
  archive: string;
  name: string;
  id: string;
}): Promise<ArchiveImage> {
  const planned = await readImageById(image.archive, image.id);
  if (planned) return planned;
  const found = await readArchive(image.archive).then(
    ({ id }) => `image ${id}`,
    () => "other images",
  );
  throw new Error(
    `${image.archive}: holds ${found}, planned was ${image.id}. The file changed meanwhile: run pulumi up again`,
  );
}

/** A part of an archive as a stream. */
export function readPart(path: string, { offset, size }: Range): Readable {
  if (size === 0) return Readable.from([]);
  return createReadStream(path, { start: offset, end: offset + size - 1, highWaterMark: pieceBytes });
}

/**
 * The image as `docker load` reads it, under our own tag only: made on the fly from the parts of the archive,
 * whatever its layout. The engine checks every layer against its diff id.
 */
export function loadStream(path: string, image: ArchiveImage, tag: string): Readable {
  const hex = (digest: string) => digest.replace("sha256:", "");
  const configPath = `${hex(image.id)}.json`;
  const layerPath = (diffId: string) => `${hex(diffId)}/layer.tar`;
  const manifest = JSON.stringify([
    { Config: configPath, RepoTags: [tag], Layers: image.layers.map(({ diffId }) => layerPath(diffId)) },
  ]);
  async function* file(name: string, size: number, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield fileHeader(name, size);
    yield* content;
    yield Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
  }
  async function* archive(): AsyncGenerator<Buffer> {
    yield* file("manifest.json", Buffer.byteLength(manifest), Readable.from([Buffer.from(manifest)]));
    yield* file(configPath, image.config.size, readPart(path, image.config));
    const layers = new Map(image.layers.map((layer) => [layer.diffId, layer]));
    for (const [diffId, layer] of layers) yield* file(layerPath(diffId), layer.size, readPart(path, layer));
    yield Buffer.alloc(2 * blockBytes);
  }
  return Readable.from(archive(), { objectMode: false });
}
