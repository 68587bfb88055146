import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { sha256 } from "../../topology/sha256.js";
import { DigestCache, type Hashed, nothingKnown } from "./digest-cache.js";

let folder = "";
let file = "";
const at = (name: string) => join(folder, name);
const cacheFile = () => at(".cache/digests.json");
/** Long after everything that the tests write. */
const later = () => Date.now() + 60_000;
const longAgo = new Date("2026-01-01T00:00:00Z");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "digest-cache-"));
  file = at("package.tar");
  write("one");
});

function write(text: string): void {
  writeFileSync(file, text);
  utimesSync(file, longAgo, longAgo);
}

/** Asks for a file's checksum as a run of its own, and how often the file was read for it. */
async function ask(path = file, { what = "file" as Hashed, now = later } = {}) {
  const hash = vi.fn(async () => [sha256(readFileSync(path, "utf8"))]);
  const [digest] = await DigestCache.during(cacheFile(), (known) => known.of(path, what, hash), now);
  return { digest, reads: hash.mock.calls.length };
}

test("a file that was read before is not read again", async () => {
  expect(await ask()).toEqual({ digest: sha256("one"), reads: 1 });
  expect(await ask()).toEqual({ digest: sha256("one"), reads: 0 });
});

test.each([
  { how: "other content of another size", change: () => write("three") },
  { how: "other content of the same size and time", change: () => write("two") },
  {
    how: "another file of that name, size and time",
    change: () => {
      writeFileSync(at("other"), "two");
      utimesSync(at("other"), longAgo, longAgo);
      renameSync(at("other"), file);
    },
  },
])("a changed file is read again: $how", async ({ change }) => {
  await ask();
  change();
  expect(await ask()).toEqual({ digest: sha256(readFileSync(file, "utf8")), reads: 1 });
});

test("a link is the file that it leads to, and a link that leads elsewhere is another", async () => {
  await ask();
  symlinkSync(file, at("link"));
  expect(await ask(at("link"))).toEqual({ digest: sha256("one"), reads: 0 });
  writeFileSync(at("elsewhere"), "two");
  symlinkSync(at("elsewhere"), at("link2"));
  renameSync(at("link2"), at("link"));
  expect(await ask(at("link"))).toEqual({ digest: sha256("two"), reads: 1 });
});

test("what is known of a file says nothing of its members", async () => {
  await ask();
  expect((await ask(file, { what: "tar" })).reads).toBe(1);
});

test("a file that was changed a moment ago may be changed again unseen, so it is not kept", async () => {
  await ask(file, { now: Date.now });
  expect(existsSync(cacheFile())).toBe(false);
  expect((await ask()).reads).toBe(1);
});

test("a file that changes while it is read is not kept", async () => {
  const hash = async () => {
    writeFileSync(file, "meanwhile");
    return [sha256("neither")];
  };
  await DigestCache.during(cacheFile(), (known) => known.of(file, "file", hash), later);
  expect(await ask()).toEqual({ digest: sha256("meanwhile"), reads: 1 });
});

test.each([
  { broken: "no JSON", text: "{" },
  { broken: "another version", text: '{"version":0,"files":{}}' },
  { broken: "another shape", text: '{"version":1,"files":{"file /x":{"digests":"x"}}}' },
])("a cache with $broken is as none, and is made anew", async ({ text }) => {
  mkdirSync(at(".cache"));
  writeFileSync(cacheFile(), text);
  expect((await ask()).reads).toBe(1);
  expect((await ask()).reads).toBe(0);
});

test("a cache that can be neither read nor written stands in nobody's way", async () => {
  mkdirSync(cacheFile(), { recursive: true });
  expect(await ask()).toEqual({ digest: sha256("one"), reads: 1 });
  expect(await ask()).toEqual({ digest: sha256("one"), reads: 1 });
});

test("two runs at once keep what each has read", async () => {
  writeFileSync(at("second"), "two");
  await DigestCache.during(
    cacheFile(),
    async (known) => {
      await known.of(at("second"), "file", async () => [sha256("two")]);
      await ask();
    },
    later,
  );
  expect([(await ask()).reads, (await ask(at("second"))).reads]).toEqual([0, 0]);
});

test("what is known of a file that is gone is forgotten", async () => {
  await ask();
  rmSync(file);
  writeFileSync(at("second"), "two");
  await ask(at("second"));
  expect(readFileSync(cacheFile(), "utf8")).not.toContain("package.tar");
});

test("without a cache every file is read", async () => {
  expect(await nothingKnown.of(file, "file", async () => ["x"])).toEqual(["x"]);
});
