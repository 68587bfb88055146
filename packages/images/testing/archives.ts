import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { pack } from "tar-stream";

/** An image to be written as an archive by a test. */
export interface SampleImage {
  readonly architecture?: string;
  readonly os?: string;
  readonly layers: readonly Buffer[];
  /** Text that makes the configuration, and so the id, differ. */
  readonly note?: string;
}

interface Entry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly linkname?: string;
}

/** `sha256:…` of the content. */
export const sha256 = (content: string | Buffer): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

const hex = (content: string | Buffer) => sha256(content).slice(7);

/** The image's configuration as text. */
export function sampleConfig({
  architecture = "amd64",
  os = "linux",
  layers,
  note = "",
}: SampleImage): string {
  return JSON.stringify({
    architecture,
    os,
    config: { Labels: { note } },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => sha256(layer)) },
  });
}

/** As `docker save` wrote it before engine 25; a layer that repeats is a link to the first. */
export async function writeLegacyArchive(path: string, image: SampleImage): Promise<void> {
  const config = sampleConfig(image);
  const seen = new Map<string, string>();
  const entries = image.layers.flatMap((layer, at): Entry[] => {
    const directory = hex(`layer ${at} ${hex(layer)}`);
    const first = seen.get(hex(layer));
    seen.set(hex(layer), first ?? directory);
    return [
      { name: `${directory}/` },
      { name: `${directory}/VERSION`, content: "1.0" },
      first === undefined
        ? { name: `${directory}/layer.tar`, content: layer }
        : { name: `${directory}/layer.tar`, linkname: `../${first}/layer.tar` },
    ];
  });
  const layers = entries.map(({ name }) => name).filter((name) => name.endsWith("/layer.tar"));
  const manifest = JSON.stringify([{ Config: `${hex(config)}.json`, RepoTags: ["x:1"], Layers: layers }]);
  await writeTar(path, [
    ...entries,
    { name: `${hex(config)}.json`, content: config },
    { name: "manifest.json", content: manifest },
    { name: "repositories", content: "{}" },
  ]);
}

/** As engine 25 and later write it: blobs by digest, with `manifest.json` beside `index.json`. */
export async function writeOciArchive(
  path: string,
  image: SampleImage,
  { compress = (layer: Buffer) => layer, withDockerManifest = true } = {},
): Promise<void> {
  const config = sampleConfig(image);
  const layers = image.layers.map(compress);
  const blob = (content: string | Buffer): Entry => ({ name: `blobs/sha256/${hex(content)}`, content });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { digest: sha256(config), size: config.length },
    layers: layers.map((layer) => ({ digest: sha256(layer), size: layer.length })),
  });
  const index = JSON.stringify({ schemaVersion: 2, manifests: [{ digest: sha256(manifest) }] });
  const docker = JSON.stringify([
    { Config: blob(config).name, Layers: layers.map((layer) => blob(layer).name) },
  ]);
  await writeTar(path, [
    { name: "blobs/" },
    { name: "blobs/sha256/" },
    ...[...new Map(layers.map((layer) => [hex(layer), layer])).values()].map(blob),
    blob(config),
    blob(manifest),
    { name: "index.json", content: index },
    ...(withDockerManifest ? [{ name: "manifest.json", content: docker }] : []),
    { name: "oci-layout", content: '{"imageLayoutVersion":"1.0.0"}' },
  ]);
}

/** Writes a tar file. */
export async function writeTar(path: string, entries: readonly Entry[]): Promise<void> {
  const archive = pack();
  for (const { name, content, linkname } of entries) {
    if (linkname !== undefined) archive.entry({ name, type: "symlink", linkname });
    else if (content === undefined) archive.entry({ name, type: "directory" });
    else archive.entry({ name }, Buffer.from(content));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  await writeFile(path, Buffer.concat(chunks));
}

/** An image of an archive of many. */
export interface NamedSample extends SampleImage {
  readonly tags: readonly string[];
}

/** As `docker save A B …` writes it: one `manifest.json` for all, a layer that images share only once. */
export async function writeManyImages(
  path: string,
  images: readonly NamedSample[],
  layout: "before engine 25" | "since engine 25" = "before engine 25",
): Promise<void> {
  const blobPath = (content: string | Buffer, end: string) =>
    layout === "since engine 25" ? `blobs/sha256/${hex(content)}` : `${hex(content)}${end}`;
  const manifest = images.map((image) => ({
    Config: blobPath(sampleConfig(image), ".json"),
    RepoTags: image.tags.length === 0 ? null : image.tags,
    Layers: image.layers.map((layer) => blobPath(layer, "/layer.tar")),
  }));
  const contents = new Map<string, string | Buffer>();
  for (const image of images) {
    contents.set(blobPath(sampleConfig(image), ".json"), sampleConfig(image));
    for (const layer of image.layers) contents.set(blobPath(layer, "/layer.tar"), layer);
  }
  await writeTar(path, [
    ...[...contents].map(([name, content]) => ({ name, content })),
    { name: "manifest.json", content: JSON.stringify(manifest) },
  ]);
}
