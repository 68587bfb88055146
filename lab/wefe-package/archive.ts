import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { extract, pack } from "tar-stream";
import { z } from "zod";

const manifest = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()), Layers: z.array(z.string()) }),
);

/** An image archive of the lab, and the names it gets in the common one. */
export interface Part {
  readonly file: string;
  readonly tags: readonly string[];
}

/**
 * Writes one archive of many images, as `docker save A B C` does: a layer that several have is there once. The same
 * parts give the same bytes.
 */
export async function writeImages(target: string, parts: readonly Part[]): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(target));
  const seen = new Set<string>();
  const add = (name: string, content: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const header = { name, mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 };
      archive.entry(header, content, (error) => (error ? reject(error) : resolve()));
    });
  const images: z.infer<typeof manifest> = [];
  for (const { file, tags } of parts) {
    const entries = await entriesOf(file);
    const [image, ...more] = manifest.parse(
      JSON.parse(entries.get("manifest.json")?.toString("utf8") ?? "[]"),
    );
    if (!image || more.length > 0) throw new Error(`${file}: not an archive of one image`);
    images.push({ ...image, RepoTags: [...tags] });
    for (const name of [...image.Layers, image.Config]) {
      const content = entries.get(name);
      if (!content) throw new Error(`${file}: ${name} is missing in it`);
      if (seen.has(name)) continue;
      seen.add(name);
      await add(name, content);
    }
  }
  await add("manifest.json", Buffer.from(JSON.stringify(images)));
  archive.finalize();
  await written;
}

async function entriesOf(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const reader = extract();
  reader.on("entry", (header, stream, next) => {
    const pieces: Buffer[] = [];
    stream.on("data", (piece: unknown) => {
      if (piece instanceof Uint8Array) pieces.push(Buffer.from(piece));
    });
    stream.on("end", () => {
      entries.set(header.name, Buffer.concat(pieces));
      next();
    });
  });
  await pipeline(createReadStream(file), reader);
  return entries;
}
