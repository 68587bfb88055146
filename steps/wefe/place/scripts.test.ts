import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { attempt } from "../../../hosts/process.js";
import { sha256 } from "../../../topology/sha256.js";
import {
  compareCommand,
  parseCompared,
  removeCommand,
  stampText,
  unpackCommand,
  type WantedFile,
} from "./scripts.js";

let base = "";
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "place-"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const placement = () => ({ stack: "t", name: "wefe", root: `${base}/opt/a folder` });
const wanted = (path: string, content: string, mode = "0644"): WantedFile => ({
  path,
  mode,
  sha256: sha256(content),
});

async function archive(stamp: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [path, content] of Object.entries(files))
    tar.entry({ name: `files/${path}`, mode: path.endsWith(".key") ? 0o600 : 0o644 }, content);
  tar.entry({ name: ".stamp" }, stamp);
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

async function place(files: Readonly<Record<string, string>>, all: readonly WantedFile[], run = "r1") {
  const tar = await archive(stampText(placement(), { digest: "0".repeat(64), run, files: all }), files);
  const file = join(base, "in.tar");
  await writeFile(file, tar);
  return attempt(["sh", "-c", `cat ${file} | { ${unpackCommand(placement(), base)}\n}`]);
}

async function compared(files: readonly WantedFile[]) {
  const stdin = files.map(({ mode, sha256, path }) => `${mode} ${sha256} ${path}\n`).join("");
  const { code, stdout, stderr } = await attempt(["sh", "-c", compareCommand(placement(), base)], { stdin });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return parseCompared(stdout);
}

async function differing(files: readonly WantedFile[]): Promise<string[]> {
  const { differing, foreign } = await compared(files);
  expect(foreign).toEqual([]);
  return [...differing];
}

const config = wanted("board/config/application.properties", "a=1\n");
const key = wanted("board/sdk key/sdk.key", "secret", "0600");

test("everything differs where nothing is", async () => {
  expect(await differing([config, key])).toEqual([config.path, key.path]);
});

test("placed files lie there with their modes, and differ no more", async () => {
  const done = await place({ [config.path]: "a=1\n", [key.path]: "secret" }, [config, key]);
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(await differing([config, key])).toEqual([]);
  expect((await stat(join(placement().root, key.path))).mode & 0o777).toBe(0o600);
  expect(await readdir(placement().root)).toEqual(["board"]);
});

test.each([
  ["another content", (file: string) => writeFile(file, "a=2\n")],
  ["another mode", (file: string) => attempt(["chmod", "0640", file])],
  ["no file", (file: string) => rm(file)],
])("%s differs", async (_, change) => {
  await place({ [config.path]: "a=1\n", [key.path]: "secret" }, [config, key]);
  await change(join(placement().root, config.path));
  expect(await differing([config, key])).toEqual([config.path]);
});

test("what is no longer wanted goes, what others put there stays", async () => {
  await place({ [config.path]: "a=1\n", [key.path]: "secret" }, [config, key]);
  await writeFile(join(placement().root, "board/config/of-others"), "");
  await place({}, [config]);
  expect(await readdir(join(placement().root, "board/sdk key"))).toEqual([]);
  expect(await readdir(join(placement().root, "board/config"))).toEqual([
    "application.properties",
    "of-others",
  ]);
});

test("a file that arrives damaged changes nothing", async () => {
  await place({ [config.path]: "a=1\n" }, [config]);
  const done = await place({ [config.path]: "half of i" }, [wanted(config.path, "half of it\n")]);
  expect(done.code).toBe(1);
  expect(done.stderr).toContain(`${config.path} arrived damaged`);
  expect(await readFile(join(placement().root, config.path), "utf8")).toBe("a=1\n");
  expect(await readdir(placement().root)).toEqual(["board"]);
});

test("removing takes what was placed with its empty folders, and nothing else", async () => {
  await place({ [config.path]: "a=1\n", [key.path]: "secret" }, [config, key]);
  await mkdir(join(placement().root, "board/logs"));
  await writeFile(join(placement().root, "board/logs/today"), "x");
  const run = () => attempt(["sh", "-c", removeCommand(placement(), "r1", base)]);
  expect(await run()).toMatchObject({ code: 0, stderr: "" });
  expect(await readdir(join(placement().root, "board"))).toEqual(["logs"]);
  expect(await readdir(join(base, "var/lib/consortium/t/stamps"))).toEqual([]);
  expect(await run()).toMatchObject({ code: 0 });
});

test("removing takes nothing of a later run: the replaced resource goes after its successor has come", async () => {
  const remove = (run?: string) => attempt(["sh", "-c", removeCommand(placement(), run, base)]);
  await place({ [config.path]: "a=1\n" }, [config], "r1");
  await place({}, [config], "r2");
  expect(await remove("r1")).toMatchObject({ code: 0, stdout: "kept\n" });
  expect(await remove()).toMatchObject({ code: 0, stdout: "kept\n" });
  expect(await differing([config])).toEqual([]);
  expect(await remove("r2")).toMatchObject({ code: 0, stdout: "" });
  expect(await differing([config])).toEqual([config.path]);
});

test("a file that differs is foreign until a run of ours has placed it", async () => {
  const own = join(placement().root, config.path);
  await mkdir(join(own, ".."), { recursive: true });
  await writeFile(own, "by hand\n");
  expect((await compared([config, key])).foreign).toEqual([config.path]);
  await writeFile(own, "a=1\n");
  expect(await differing([config])).toEqual([]);
  await place({}, [config]);
  await writeFile(own, "by hand\n");
  expect(await differing([config])).toEqual([config.path]);
});

test("an empty folder, as Docker makes it for a missing file, gives way; one with content stops the run", async () => {
  const own = join(placement().root, config.path);
  await mkdir(own, { recursive: true });
  expect(await differing([config])).toEqual([config.path]);
  await writeFile(join(own, "data"), "x");
  const stopped = await place({ [config.path]: "a=1\n" }, [config]);
  expect(stopped.code).not.toBe(0);
  expect(stopped.stderr).toContain(config.path);
  await rm(join(own, "data"));
  expect(await place({ [config.path]: "a=1\n" }, [config])).toMatchObject({ code: 0, stderr: "" });
  expect(await readFile(own, "utf8")).toBe("a=1\n");
});

test("a run that ends while files move leaves nothing that the next takes for foreign, or that stays", async () => {
  await place({ [config.path]: "a=1\n" }, [config]);
  const [moved, stuck] = [wanted("a", "1\n"), wanted("b", "1\n")];
  await mkdir(join(placement().root, "b/c"), { recursive: true });
  const both = { a: "1\n", b: "1\n" };
  expect((await place(both, [moved, stuck])).code).not.toBe(0);
  const changed = wanted("a", "2\n");
  await writeFile(join(placement().root, "a"), "1\n");
  expect(await differing([changed])).toEqual(["a"]);
  await rm(join(placement().root, "b"), { recursive: true });
  expect(await place({ a: "2\n" }, [changed])).toMatchObject({ code: 0 });
  expect(await readdir(placement().root)).toEqual(["a", "board"]);
  expect(await readdir(join(placement().root, "board/config"))).toEqual([]);
});
