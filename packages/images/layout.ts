import type { FileHandle } from "node:fs/promises";
import { readRange, type TarMember } from "./tar.js";

/** A blob in the archive; the digest where the layout names it. */
export interface LocatedBlob {
  readonly offset: number;
  readonly size: number;
  readonly digest?: string;
}

/** Where an image's parts stand in an archive. */
export interface LocatedImage {
  readonly config: LocatedBlob;
  readonly layers: readonly LocatedBlob[];
}

/** An image that an archive names, its parts not looked for yet. */
export interface NamedImage {
  /** As `docker save` writes them: `mysql:5.7.24`; none for an untagged image. */
  readonly tags: readonly string[];
  /** Finds its parts. @throws Error when one is missing. */
  locate(): Promise<LocatedImage>;
}

interface OciDescriptor {
  readonly mediaType?: string;
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface DockerImage {
  readonly Config: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Layers: readonly string[] | null;
}

/** Annotation under which engines write an image's full name into an OCI index. */
const nameAnnotation = "io.containerd.image.name";

/** Largest index or manifest that is read (the distribution registry refuses larger ones). */
const largestJsonBytes = 4 * 1024 ** 2;

/**
 * Finds the one image of an archive.
 * @throws Error when there is none, or more than one.
 */
export async function locateImage(file: FileHandle, members: readonly TarMember[]): Promise<LocatedImage> {
  const images = await namedImages(file, members);
  const [image] = images;
  if (!image || images.length !== 1)
    throw new Error(`holds ${images.length} images; one archive is one image`);
  return image.locate();
}

/**
 * Lists the images of an archive: by `manifest.json`, which `docker save` writes in both of its layouts, else by
 * `index.json` (OCI layout of other tools).
 * @throws Error when it is no image archive.
 */
export async function namedImages(file: FileHandle, members: readonly TarMember[]): Promise<NamedImage[]> {
  const byPath = new Map(members.map((member) => [member.path, member]));
  const blobAt = (path: string): LocatedBlob => {
    let member = byPath.get(path);
    // `docker save` writes a layer that repeats as a link to the first.
    for (let hops = 0; member?.linksTo !== undefined && hops < 10; hops++)
      member = byPath.get(member.linksTo);
    if (!member || member.linksTo !== undefined) throw new Error(`lacks its part ${path}`);
    const hex = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
    return {
      offset: member.offset,
      size: member.size,
      ...(hex === undefined ? {} : { digest: `sha256:${hex}` }),
    };
  };
  const json = async (path: string): Promise<unknown> => {
    const { offset, size } = blobAt(path);
    if (size > largestJsonBytes) throw new Error(`${path} is too large`);
    return JSON.parse((await readRange(file, offset, size)).toString());
  };

  if (byPath.has("manifest.json")) {
    const images = (await json("manifest.json")) as readonly DockerImage[];
    return images.map(({ Config, RepoTags, Layers }) => ({
      tags: RepoTags ?? [],
      locate: async () => ({ config: blobAt(Config), layers: (Layers ?? []).map(blobAt) }),
    }));
  }
  if (!byPath.has("index.json"))
    throw new Error("is no image archive (it has neither manifest.json nor index.json)");

  const blobPath = (digest: string) => `blobs/${digest.replace(":", "/")}`;
  const manifestsOf = async (path: string, above: readonly string[]): Promise<Named[]> => {
    const { manifests } = (await json(path)) as { manifests: readonly OciDescriptor[] };
    const nested = await Promise.all(
      manifests.map((m) => {
        const name = m.annotations?.[nameAnnotation];
        const tags = name === undefined ? above : [name];
        return /index|manifest\.list/.test(m.mediaType ?? "")
          ? manifestsOf(blobPath(m.digest), tags)
          : [{ ...m, tags }];
      }),
    );
    // Build attestations stand beside images as manifests for the platform unknown/unknown.
    return nested.flat().filter(({ platform }) => platform?.os !== "unknown");
  };
  return (await manifestsOf("index.json", [])).map(({ digest, tags }) => ({
    tags,
    locate: async () => {
      const manifest = (await json(blobPath(digest))) as {
        config: OciDescriptor;
        layers: readonly OciDescriptor[];
      };
      return {
        config: blobAt(blobPath(manifest.config.digest)),
        layers: manifest.layers.map((layer) => blobAt(blobPath(layer.digest))),
      };
    },
  }));
}

/** A manifest of an index with the names that the index gives it. */
type Named = OciDescriptor & { readonly tags: readonly string[] };
