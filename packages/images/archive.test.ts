import { mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readArchive, readImageById, readImages } from "./archive.js";
import {
  sampleConfig,
  sha256,
  writeLegacyArchive,
  writeManyImages,
  writeOciArchive,
  writeTar,
} from "./testing/archives.js";

const base = Buffer.alloc(3000, "base");
const top = Buffer.alloc(1024, "top");
const sample = { layers: [base, top] };
const id = sha256(sampleConfig(sample));

let directory: string;
const at = (file: string) => join(directory, file);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archives-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function contentOf(path: string, { offset, size }: { offset: number; size: number }): Promise<Buffer> {
  return (await readFile(path)).subarray(offset, offset + size);
}

describe.each([
  { layout: "docker save before engine 25", write: writeLegacyArchive },
  { layout: "docker save since engine 25", write: writeOciArchive },
  {
    layout: "an OCI layout without manifest.json",
    write: (path: string, image: typeof sample) =>
      writeOciArchive(path, image, { withDockerManifest: false }),
  },
])("$layout", ({ write }) => {
  test("the id is the configuration's checksum, and every part is found where it stands", async () => {
    await write(at("peer.tar"), sample);
    const image = await readArchive(at("peer.tar"));
    expect(image).toMatchObject({ name: "peer", id, architecture: "amd64" });
    expect((await contentOf(at("peer.tar"), image.config)).toString()).toBe(sampleConfig(sample));
    expect(image.layers.map(({ diffId, digest, size }) => ({ diffId, digest, size }))).toEqual([
      { diffId: sha256(base), digest: sha256(base), size: 3000 },
      { diffId: sha256(top), digest: sha256(top), size: 1024 },
    ]);
    for (const layer of image.layers)
      expect(sha256(await contentOf(at("peer.tar"), layer))).toBe(layer.digest);
    expect(image.bytes).toBe(3000 + 1024 + sampleConfig(sample).length);
  });

  test("a layer that repeats is found both times", async () => {
    await write(at("twice.tar"), { layers: [base, top, base] });
    const { layers } = await readArchive(at("twice.tar"));
    expect(layers.map(({ digest }) => digest)).toEqual([sha256(base), sha256(top), sha256(base)]);
    expect(layers[2]?.offset).toBe(layers[0]?.offset);
  });
});

test("both layouts of one image give the same manifest, and it is known by heart", async () => {
  await writeLegacyArchive(at("old.tar"), sample);
  await writeOciArchive(at("new.tar"), sample);
  const [old, since] = [await readArchive(at("old.tar")), await readArchive(at("new.tar"))];
  expect(old.manifest).toBe(since.manifest);
  expect(JSON.parse(old.manifest)).toEqual({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: {
      mediaType: "application/vnd.docker.container.image.v1+json",
      size: sampleConfig(sample).length,
      digest: id,
    },
    layers: [
      {
        mediaType: "application/vnd.docker.image.rootfs.diff.tar",
        size: 3000,
        digest: sha256(base),
      },
      { mediaType: "application/vnd.docker.image.rootfs.diff.tar", size: 1024, digest: sha256(top) },
    ],
  });
  expect(old.manifestDigest).toBe(sha256(old.manifest));
});

test("a gzip layer keeps the digest of its bytes beside its diff id", async () => {
  await writeOciArchive(at("gz-layer.tar"), { layers: [base] }, { compress: (layer) => gzipSync(layer) });
  const { layers } = await readArchive(at("gz-layer.tar"));
  expect(layers).toMatchObject([
    {
      diffId: sha256(base),
      digest: sha256(gzipSync(base)),
      mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
    },
  ]);
});

test("reading does not depend on the size of layers", async () => {
  const path = at("large.tar");
  await writeLegacyArchive(path, sample);
  const { layers } = await readArchive(path);
  const file = await open(path, "r+");
  // Content that nobody has hashed yet: only what pushes or loads it reads it.
  await file.write(Buffer.from("damaged"), 0, 7, layers[0]?.offset);
  await file.close();
  expect((await readArchive(path)).id).toBe(id);
});

describe.each(["before engine 25", "since engine 25"] as const)("an archive of many, %s", (layout) => {
  const mysql = { layers: [base, top], note: "mysql", tags: ["mysql:5.7.24", "wefe/mysql:5.7"] };
  const redis = { layers: [base], note: "redis", architecture: "arm64", tags: [] };
  const idOf = (image: typeof mysql | typeof redis) => sha256(sampleConfig(image));

  test("every image is listed with its names; a layer that they share stands once", async () => {
    await writeManyImages(at("all.tar"), [mysql, redis], layout);
    const images = await readImages(at("all.tar"));
    expect(images).toMatchObject([
      { name: "mysql:5.7.24", tags: mysql.tags, id: idOf(mysql), architecture: "amd64" },
      { name: "all", tags: [], id: idOf(redis), architecture: "arm64" },
    ]);
    expect(images[1]?.layers[0]?.offset).toBe(images[0]?.layers[0]?.offset);
  });

  test("one of them has the manifest that it would have alone", async () => {
    await writeManyImages(at("all.tar"), [mysql, redis], layout);
    await writeLegacyArchive(at("redis.tar"), redis);
    const alone = await readArchive(at("redis.tar"));
    expect((await readImageById(at("all.tar"), idOf(redis)))?.manifestDigest).toBe(alone.manifestDigest);
    expect(await readImageById(at("all.tar"), sha256("another"))).toBeUndefined();
  });

  test("it is no archive of one image", async () => {
    await writeManyImages(at("all.tar"), [mysql, redis], layout);
    await expect(readArchive(at("all.tar"))).rejects.toThrow("holds 2 images; one archive is one image");
  });
});

test("an OCI layout without manifest.json names its images in the index", async () => {
  const name = "io.containerd.image.name";
  const blob = (content: string) => ({ name: `blobs/sha256/${sha256(content).slice(7)}`, content });
  const config = sampleConfig({ layers: [] });
  const manifest = JSON.stringify({ config: { digest: sha256(config) }, layers: [] });
  const entry = { digest: sha256(manifest), annotations: { [name]: "hub.example.com/library/redis:6" } };
  await writeTar(at("oci.tar"), [
    blob(config),
    blob(manifest),
    { name: "index.json", content: JSON.stringify({ manifests: [entry] }) },
  ]);
  expect(await readImages(at("oci.tar"))).toMatchObject([{ tags: ["hub.example.com/library/redis:6"] }]);
});

describe("refused, with what to do", () => {
  test("no such file", async () => {
    await expect(readArchive(at("none.tar"))).rejects.toThrow(
      /none\.tar: there is no such file\. Make it: docker save -o none\.tar IMAGE/,
    );
  });

  test("a compressed archive", async () => {
    await writeLegacyArchive(at("plain.tar"), sample);
    await writeFile(at("zipped.tar"), gzipSync(await readFile(at("plain.tar"))));
    await expect(readArchive(at("zipped.tar"))).rejects.toThrow(
      "is compressed with gzip. Run: gunzip < zipped.tar > image.tmp && mv image.tmp zipped.tar",
    );
  });

  test("an archive that is cut off", async () => {
    await writeLegacyArchive(at("cut.tar"), sample);
    await truncate(at("cut.tar"), 4000);
    await expect(readArchive(at("cut.tar"))).rejects.toThrow(/the file ends/);
  });

  test("a file that is no tar", async () => {
    await writeFile(at("text.tar"), Buffer.alloc(2048, "no tar "));
    await expect(readArchive(at("text.tar"))).rejects.toThrow("no tar header at byte 0");
  });

  test("a tar that is no image", async () => {
    await writeTar(at("files.tar"), [{ name: "readme", content: "hello" }]);
    await expect(readArchive(at("files.tar"))).rejects.toThrow("is no image archive");
  });

  test("two images in one archive", async () => {
    const image = { Config: "a.json", Layers: [] };
    await writeTar(at("two.tar"), [{ name: "manifest.json", content: JSON.stringify([image, image]) }]);
    await expect(readArchive(at("two.tar"))).rejects.toThrow("holds 2 images; one archive is one image");
  });

  test("a configuration that is not what its name says", async () => {
    const config = `${"0".repeat(64)}.json`;
    await writeTar(at("damaged.tar"), [
      { name: config, content: sampleConfig({ layers: [] }) },
      { name: "manifest.json", content: JSON.stringify([{ Config: config, Layers: [] }]) },
    ]);
    await expect(readArchive(at("damaged.tar"))).rejects.toThrow("configuration is damaged");
  });

  test("a layer that is missing", async () => {
    const config = sampleConfig({ layers: [base] });
    const name = `${sha256(config).slice(7)}.json`;
    await writeTar(at("lacks.tar"), [
      { name, content: config },
      { name: "manifest.json", content: JSON.stringify([{ Config: name, Layers: ["x/layer.tar"] }]) },
    ]);
    await expect(readArchive(at("lacks.tar"))).rejects.toThrow("lacks its part x/layer.tar");
  });

  test("a zstd layer, which engines before 23 cannot load", async () => {
    const compress = (layer: Buffer) => Buffer.concat([Buffer.from("28b52ffd", "hex"), layer]);
    await writeOciArchive(at("zst.tar"), { layers: [base] }, { compress });
    await expect(readArchive(at("zst.tar"))).rejects.toThrow("layer 1 is compressed with zstd");
  });

  test("an image for another system than Linux", async () => {
    await writeLegacyArchive(at("windows.tar"), { layers: [base], os: "windows" });
    await expect(readArchive(at("windows.tar"))).rejects.toThrow("holds an image for windows, not for linux");
  });
});
