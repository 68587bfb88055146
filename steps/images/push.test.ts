import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readArchive, readImages } from "../../packages/images/archive.js";
import {
  type SampleImage,
  sampleConfig,
  sha256,
  writeLegacyArchive,
  writeManyImages,
  writeOciArchive,
} from "../../packages/images/testing/archives.js";
import { push } from "./push.js";
import { clientOf } from "./testing/client.js";
import { type RegistryDouble, registryDouble } from "./testing/registry-double.js";

const shared = Buffer.alloc(300_000, "shared");
const kafkaTop = Buffer.alloc(5000, "kafka");
const zookeeperTop = Buffer.alloc(4000, "zookeeper");
const kafka = { layers: [shared, kafkaTop], note: "kafka" };
const zookeeper = { layers: [shared, zookeeperTop], note: "zookeeper" };

let directory: string;
let double: RegistryDouble;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "push-"));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  double = await registryDouble();
});
afterEach(() => double.close());

async function planned(name: string, image: SampleImage, write = writeLegacyArchive) {
  const archive = join(directory, `${name}.tar`);
  await write(archive, image);
  const { id, manifestDigest } = await readArchive(archive);
  return { name, archive, id, manifestDigest };
}

const configBytes = sampleConfig(kafka).length + sampleConfig(zookeeper).length;

describe.each([
  { layout: "before engine 25", write: writeLegacyArchive },
  { layout: "since engine 25", write: writeOciArchive },
])("archives written $layout", ({ write }) => {
  test("every blob is sent once, shared ones are mounted, manifests come last", async () => {
    const images = [await planned("Kafka", kafka, write), await planned("zookeeper", zookeeper, write)];
    expect(await push(clientOf(double), images)).toEqual({
      pushed: ["Kafka", "zookeeper"],
      skipped: [],
      bytes: 300_000 + 5000 + 4000 + configBytes,
    });
    expect(
      double.requests.filter((request) => request.startsWith("PUT") && request.includes("/uploads/")),
    ).toHaveLength(5);
    expect([...double.blobs].sort()).toEqual(
      [
        `kafka/${sha256(sampleConfig(kafka))}`,
        `kafka/${sha256(shared)}`,
        `kafka/${sha256(kafkaTop)}`,
        `zookeeper/${sha256(sampleConfig(zookeeper))}`,
        `zookeeper/${sha256(shared)}`,
        `zookeeper/${sha256(zookeeperTop)}`,
      ].sort(),
    );
    expect([...double.manifests.keys()]).toEqual(
      images.map((i) => `${i.name.toLowerCase()}/${i.manifestDigest}`),
    );
    const manifestsFrom = double.requests.findIndex((request) =>
      request.startsWith("PUT /v2/kafka/manifests/"),
    );
    expect(double.requests.slice(manifestsFrom)).toHaveLength(2);
  });
});

test("an image that is there costs one question", async () => {
  const images = [await planned("kafka", kafka)];
  await push(clientOf(double), images);
  double.requests.length = 0;
  expect(await push(clientOf(double), images)).toEqual({ pushed: [], skipped: ["kafka"], bytes: 0 });
  expect(double.requests).toEqual([`HEAD /v2/kafka/manifests/${images[0]?.manifestDigest}`]);
});

test("a push that was broken off goes on with the blobs that are missing", async () => {
  double.blobs.add(`kafka/${sha256(shared)}`);
  const result = await push(clientOf(double), [await planned("kafka", kafka)]);
  expect(result.bytes).toBe(5000 + sampleConfig(kafka).length);
});

test("layers of an image that is there already are mounted into the next", async () => {
  await push(clientOf(double), [await planned("kafka", kafka)]);
  const result = await push(clientOf(double), [
    await planned("kafka", kafka),
    await planned("zookeeper", zookeeper),
  ]);
  expect(result).toEqual({
    pushed: ["zookeeper"],
    skipped: ["kafka"],
    bytes: 4000 + sampleConfig(zookeeper).length,
  });
});

test("a registry that does not mount gets the blob again", async () => {
  double.mounts = false;
  const result = await push(clientOf(double), [
    await planned("kafka", kafka),
    await planned("zookeeper", zookeeper),
  ]);
  expect(result.bytes).toBe(2 * 300_000 + 5000 + 4000 + configBytes);
});

test("an upload that loses its connection is sent again", async () => {
  double.breakUploads = 2;
  const result = await push(clientOf(double), [await planned("kafka", kafka)], [10, 20]);
  expect(result).toMatchObject({ pushed: ["kafka"], bytes: 300_000 + 5000 + sampleConfig(kafka).length });
});

test("uploads that all lose their connection at once are sent again side by side", async () => {
  double.breakUploads = 3;
  const layers = ["a", "b", "c", "d"].map((letter) => Buffer.alloc(1_000_000, letter));
  const result = await push(clientOf(double), [await planned("kafka", { layers })], [10, 20]);
  expect(result).toMatchObject({ pushed: ["kafka"] });
  expect(
    double.requests.filter((request) => request.startsWith("PUT") && request.includes("/uploads/")),
  ).toHaveLength(8);
});

test("an upload that keeps breaking fails, and no manifest is stored", async () => {
  double.breakUploads = 99;
  await expect(push(clientOf(double), [await planned("kafka", kafka)], [10, 20])).rejects.toThrow(
    /^image kafka from .*kafka\.tar: registry 127\.0\.0\.1:\d+: /,
  );
  expect(double.manifests.size).toBe(0);
});

test("a damaged layer is named and not kept", async () => {
  const image = await planned("kafka", kafka);
  const { layers } = await readArchive(image.archive);
  const file = await open(image.archive, "r+");
  await file.write(Buffer.from("X"), 0, 1, (layers[1]?.offset ?? 0) + 100);
  await file.close();
  await expect(push(clientOf(double), [image])).rejects.toThrow(
    new RegExp(
      `^image kafka from .*kafka\\.tar: the content has sha256:[0-9a-f]{64} instead of ${sha256(kafkaTop)}$`,
    ),
  );
  expect(double.blobs.has(`kafka/${sha256(kafkaTop)}`)).toBe(false);
  expect(double.manifests.size).toBe(0);
});

test("an archive that changed since the plan is refused", async () => {
  const image = await planned("kafka", kafka);
  await writeLegacyArchive(image.archive, zookeeper);
  await expect(push(clientOf(double), [image])).rejects.toThrow(
    `holds image ${sha256(sampleConfig(zookeeper))}, planned was ${sha256(sampleConfig(kafka))}. The file changed meanwhile`,
  );
});

test("of an archive of many images only the planned ones are sent", async () => {
  const archive = join(directory, "all.tar");
  await writeManyImages(archive, [
    { ...kafka, tags: ["kafka:1"] },
    { ...zookeeper, tags: ["zookeeper:1"] },
  ]);
  const [, planned] = await readImages(archive);
  if (!planned) throw new Error("the archive holds no second image");
  const { id, manifestDigest } = planned;
  const result = await push(clientOf(double), [{ name: "zookeeper", archive, id, manifestDigest }]);
  expect(result).toEqual({
    pushed: ["zookeeper"],
    skipped: [],
    bytes: 300_000 + 4000 + sampleConfig(zookeeper).length,
  });
  expect([...double.manifests.keys()]).toEqual([`zookeeper/${manifestDigest}`]);
});

test("two images of one name, each for an architecture, are two in the registry", async () => {
  const images = ["amd64", "arm64"].map((architecture) => ({
    ...kafka,
    architecture,
    tags: ["wefe/mysql:5.7"],
  }));
  const archives = await Promise.all(
    images.map(async (image) => {
      const archive = join(directory, `${image.architecture}.tar`);
      await writeManyImages(archive, [image]);
      const [{ id, manifestDigest } = { id: "", manifestDigest: "" }] = await readImages(archive);
      return { name: "wefe/mysql:5.7", archive, id, manifestDigest };
    }),
  );
  const result = await push(clientOf(double), archives);
  // Layers that both have are sent once.
  expect(result.bytes).toBe(
    300_000 + 5000 + images.reduce((sum, image) => sum + sampleConfig(image).length, 0),
  );
  expect([...double.manifests.keys()]).toEqual(
    archives.map(({ manifestDigest }) => `wefe/mysql-5.7/${manifestDigest}`),
  );
  expect(new Set(archives.map(({ manifestDigest }) => manifestDigest)).size).toBe(2);
  expect(await push(clientOf(double), archives)).toMatchObject({ pushed: [], bytes: 0 });
});

test("an archive of many that lost a planned image is refused", async () => {
  const archive = join(directory, "lost.tar");
  await writeManyImages(archive, [
    { ...kafka, tags: [] },
    { ...kafka, note: "2", tags: [] },
  ]);
  const image = { name: "zookeeper", archive, id: sha256(sampleConfig(zookeeper)), manifestDigest: "" };
  await expect(push(clientOf(double), [image])).rejects.toThrow(
    `lost.tar: holds other images, planned was ${image.id}. The file changed meanwhile`,
  );
});

describe("whom it talks to", () => {
  test("a wrong password is said without showing it", async () => {
    const client = clientOf({ ...double, password: "wrong-canary" });
    const failure = await client.check().catch((error: Error) => error.message);
    expect(failure).toContain("refuses the login of consortium");
    expect(failure).not.toContain("wrong-canary");
  });

  test("a certificate of another authority is refused", async () => {
    const other = await registryDouble();
    const client = clientOf({ ...double, caCertificate: other.caCertificate });
    await expect(client.check()).rejects.toThrow(/its certificate is not this stack's/);
    expect(double.requests).toEqual([]);
    await other.close();
  });

  test("a certificate for another address is refused", async () => {
    await expect(clientOf(double, "10.0.0.9").check()).rejects.toThrow(
      /its certificate is not this stack's \(.*10\.0\.0\.9/,
    );
    expect(double.requests).toEqual([]);
  });
});
