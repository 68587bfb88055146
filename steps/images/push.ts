import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "../../hosts/in-parallel.js";
import type { ArchiveImage, Range } from "../../topology/images/archive-image.js";
import { repository } from "../../topology/images/catalogue.js";
import type { Step } from "../step.js";
import { uploads, withRegistry } from "./connect.js";
import { amount, progress } from "./progress.js";
import { type RegistryClient, RegistryError } from "./registry-client.js";
import { plannedImage, readPart } from "./source.js";
import type { DeliveryResult, PushImagesSpec, RegistrySecrets } from "./specs.js";

/** Sends the stack's images to its registry. */
export const pushImages: Step<PushImagesSpec, RegistrySecrets> = {
  run: (spec, secrets) => withRegistry(spec.registry, secrets, (client) => push(client, spec.images)),
};

interface Source {
  readonly name: string;
  readonly repository: string;
  readonly archive: string;
  readonly image: ArchiveImage;
}

interface Blob extends Range {
  readonly digest: string;
}

/**
 * Sends what the registry lacks, layer by layer, straight from the archives. A blob that several images share is
 * sent for the first and mounted into the others. Manifests come last, so that an image is there whole or not.
 * @throws Error that names image and archive.
 */
export async function push(
  client: RegistryClient,
  planned: PushImagesSpec["images"],
  pausesMs: readonly number[] = retryPauses,
): Promise<DeliveryResult> {
  const sources: Source[] = [];
  const skipped: Source[] = [];
  for (const image of planned) {
    const source = {
      name: image.name,
      repository: repository(image.name),
      archive: image.archive,
      image: await plannedImage(image),
    };
    const there = await client.hasManifest(source.repository, source.image.manifestDigest);
    (there ? skipped : sources).push(source);
  }

  const homes = new Map(skipped.flatMap((s) => blobsOf(s.image).map(({ digest }) => [digest, s.repository])));
  const firsts: { source: Source; blob: Blob }[] = [];
  const others: { source: Source; blob: Blob }[] = [];
  for (const source of sources)
    for (const blob of blobsOf(source.image)) {
      (homes.has(blob.digest) ? others : firsts).push({ source, blob });
      if (!homes.has(blob.digest)) homes.set(blob.digest, source.repository);
    }

  let bytes = 0;
  const started = Date.now();
  const send = async (source: Source, blob: Blob) => {
    if (await client.hasBlob(source.repository, blob.digest)) return;
    await sendBlob(client, source, blob, pausesMs);
    bytes += blob.size;
  };
  // The largest first: the last upload to end is then a short one.
  firsts.sort((a, b) => b.blob.size - a.blob.size);
  await inParallel(uploads, firsts, ({ source, blob }) => send(source, blob));
  await inParallel(uploads, others, async ({ source, blob }) => {
    const home = homes.get(blob.digest) ?? source.repository;
    if (home === source.repository || !(await client.mountBlob(source.repository, blob.digest, home)))
      await send(source, blob);
  });
  for (const { name, repository, image } of sources) {
    await client.putManifest(repository, image.id.slice(7, 19), image.manifest, image.manifestDigest);
    progress(`${name}: in the registry`);
  }
  for (const { name } of skipped) progress(`${name}: was in the registry`);
  progress(`sent ${amount(bytes, started)}`);
  return {
    pushed: sources.map(({ name }) => name),
    skipped: skipped.map(({ name }) => name),
    bytes,
  };
}

/** Configuration and layers, each once. */
function blobsOf(image: ArchiveImage): Blob[] {
  const blobs = [{ digest: image.id, ...image.config }, ...image.layers];
  return [...new Map(blobs.map(({ digest, offset, size }) => [digest, { digest, offset, size }])).values()];
}

/** Pauses before a blob is sent again: long enough for the registry to be restarted. */
const retryPauses = [1000, 2000, 4000];

async function sendBlob(
  client: RegistryClient,
  source: Source,
  blob: Blob,
  pausesMs: readonly number[],
): Promise<void> {
  const what = `${source.name}: ${blob.digest.slice(0, 19)}`;
  for (let attempt = 0; ; attempt++) {
    const started = Date.now();
    try {
      await client.putBlob(source.repository, blob.digest, blob.size, () => readPart(source.archive, blob));
      progress(`${what} sent, ${amount(blob.size, started)}`);
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof RegistryError && error.passing) || attempt === pausesMs.length)
        throw new Error(`image ${source.name} from ${source.archive}: ${message}`, { cause: error });
      progress(`${what} again: ${message}`);
      await sleep(pausesMs[attempt]);
    }
  }
}
