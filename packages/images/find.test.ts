import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findArchives } from "./find.js";
import { sampleConfig, sha256, writeLegacyArchive } from "./testing/archives.js";

test("each name is an image, an unusable file, a compressed one or nothing", async () => {
  const directory = await mkdtemp(join(tmpdir(), "find-"));
  const sample = { layers: [Buffer.from("layer")] };
  await writeLegacyArchive(join(directory, "peer.tar"), sample);
  await writeFile(join(directory, "kafka.tar"), Buffer.alloc(100));
  await writeFile(join(directory, "orderer.tar.gz"), "");
  const at = (file: string) => join(directory, file);
  expect(await findArchives(directory, ["peer", "kafka", "orderer", "mycc"])).toMatchObject({
    peer: { kind: "image", path: at("peer.tar"), image: { id: sha256(sampleConfig(sample)) } },
    kafka: {
      kind: "unusable",
      path: at("kafka.tar"),
      problem: "the file ends before the end of the archive",
      remedy: "Write it again: docker save -o kafka.tar IMAGE",
    },
    orderer: { kind: "missing", path: at("orderer.tar"), instead: "orderer.tar.gz" },
    mycc: { kind: "missing", path: at("mycc.tar") },
  });
  await rm(directory, { recursive: true });
});

test("a directory that is not there has no archives", async () => {
  expect(await findArchives("no/such", ["peer"])).toEqual({
    peer: { kind: "missing", path: "no/such/peer.tar" },
  });
});
