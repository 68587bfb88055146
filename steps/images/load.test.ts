import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ExecOptions, ExecResult, Link } from "../../hosts/ssh/index.js";
import { readArchive } from "../../packages/images/archive.js";
import {
  sampleConfig,
  sha256,
  writeLegacyArchive,
  writeManyImages,
  writeOciArchive,
} from "../../packages/images/testing/archives.js";
import { loadImages } from "./load.js";

const base = Buffer.alloc(3001, "base");
const top = Buffer.alloc(512, "top");
const sample = { layers: [base, top, base], note: "peer" };
const id = sha256(sampleConfig(sample));
const reference = `consortium/fabric-peer:${id.slice(7, 19)}`;
const server = {
  name: "p1",
  address: "10.0.0.1",
  ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" },
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "load-"));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

/** A server's engine as seen through a link: what its images are called, and what was run and loaded. */
class EngineDouble implements Link {
  /** Image by reference or id. */
  readonly images = new Map<string, { id: string; layers: string[] }>();
  readonly commands: string[] = [];
  /** Ids an engine gives when its store is containerd's. */
  containerdId: string | undefined;
  failure: string | undefined;
  loaded: Buffer = Buffer.alloc(0);

  async exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    this.commands.push(command);
    const words = command.split(" ");
    const end = (code: number, stdout: string, stderr = "") => ({ code, stdout, stderr });
    if (this.failure !== undefined) return end(1, "", this.failure);
    if (words[1] === "image") {
      const found = this.images.get(words.at(-1) ?? "");
      if (!found) return end(1, "\n", `Error: No such image: ${words.at(-1)}`);
      return end(0, `${found.id} ${JSON.stringify(found.layers)}\n`);
    }
    if (words[1] === "tag") {
      const image = this.images.get(words[2] ?? "");
      if (image) this.images.set(words[3] ?? "", image);
      return end(0, "");
    }
    if (!(options.stdin instanceof Readable)) throw new Error("nothing to load");
    this.loaded = await buffer(options.stdin);
    const path = join(directory, "received.tar");
    await writeFile(path, this.loaded);
    const image = await readArchive(path);
    const known = { id: this.containerdId ?? image.id, layers: image.layers.map(({ diffId }) => diffId) };
    this.images.set(reference, known);
    return end(0, "");
  }
  connectTcp = () => Promise.reject(new Error("not used"));
  connectUnix = () => Promise.reject(new Error("not used"));
  close = () => Promise.resolve();
}

async function load(engine: EngineDouble, write = writeLegacyArchive) {
  const archive = join(directory, "fabric-peer.tar");
  await write(archive, sample);
  return loadImages(engine, {
    step: "load-image",
    server,
    images: [{ name: "fabric-peer", id, reference, archive }],
  });
}

const bytes = 3001 + 512 + 3001 + sampleConfig(sample).length;

describe.each([
  { layout: "before engine 25", write: writeLegacyArchive },
  { layout: "since engine 25", write: writeOciArchive },
])("an archive written $layout", ({ write }) => {
  test("is loaded whole, in the layout every engine reads, under our own tag only", async () => {
    const engine = new EngineDouble();
    expect(await load(engine, write)).toEqual({ pushed: ["fabric-peer"], skipped: [], bytes });
    expect(engine.commands).toEqual([
      `docker image inspect --format '{{.Id}} {{json .RootFS.Layers}}' ${reference}`,
      `docker image inspect --format '{{.Id}} {{json .RootFS.Layers}}' ${id}`,
      "docker load --quiet",
      `docker image inspect --format '{{.Id}} {{json .RootFS.Layers}}' ${reference}`,
    ]);
    expect(engine.loaded.subarray(512).toString().split("\0")[0]).toBe(
      JSON.stringify([
        {
          Config: `${id.slice(7)}.json`,
          RepoTags: [reference],
          Layers: [base, top, base].map((layer) => `${sha256(layer).slice(7)}/layer.tar`),
        },
      ]),
    );
    // Headers and padding besides: a layer that repeats is sent once.
    expect(engine.loaded.length).toBeLessThan(3001 + 512 + 8 * 1024);
  });
});

test("of an archive of many images only the planned one is loaded", async () => {
  const engine = new EngineDouble();
  const others = { layers: [Buffer.alloc(9000, "other")], note: "other", tags: ["other:1"] };
  const write = (path: string) => writeManyImages(path, [others, { ...sample, tags: ["peer:1"] }]);
  expect(await load(engine, write)).toEqual({ pushed: ["fabric-peer"], skipped: [], bytes });
  expect(engine.loaded.length).toBeLessThan(3001 + 512 + 8 * 1024);
});

test("an image that is there under our tag is not sent", async () => {
  const engine = new EngineDouble();
  engine.images.set(reference, { id, layers: [] });
  expect(await load(engine)).toEqual({ pushed: [], skipped: ["fabric-peer"], bytes: 0 });
  expect(engine.commands).toHaveLength(1);
});

test("an image that is there under another name only gets our tag", async () => {
  const engine = new EngineDouble();
  engine.images.set(id, { id, layers: [] });
  expect(await load(engine)).toEqual({ pushed: [], skipped: ["fabric-peer"], bytes: 0 });
  expect(engine.commands.at(-1)).toBe(`docker tag ${id} ${reference}`);
});

test("another image under our tag is replaced", async () => {
  const engine = new EngineDouble();
  engine.images.set(reference, { id: sha256("other"), layers: [sha256("other layer")] });
  expect(await load(engine)).toMatchObject({ pushed: ["fabric-peer"] });
});

test("an engine with containerd's store, which has ids of its own, is asked for the layers", async () => {
  const engine = new EngineDouble();
  engine.containerdId = sha256("a manifest");
  expect(await load(engine)).toMatchObject({ pushed: ["fabric-peer"] });
  expect(await load(engine)).toMatchObject({ skipped: ["fabric-peer"] });
});

test("what the engine says stands in the error, with the server and the next thing to try", async () => {
  const engine = new EngineDouble();
  engine.failure = "Got permission denied while trying to connect to the Docker daemon socket";
  await expect(load(engine)).rejects.toThrow(
    /^server p1: docker image inspect .* ended with status 1:\n {2}Got permission denied.*\nTry there: docker info/,
  );
});
