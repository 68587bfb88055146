import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Link } from "../../../hosts/ssh/index.js";
import { type ReadPackage, readPackage } from "../../../packages/wefe/read-package.js";
import { place } from "./place.js";
import type { PlaceFilesSpec } from "./specs.js";

let base = "";
let files: ReadPackage;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "place-"));
  await mkdir(join(base, "package/board/config"), { recursive: true });
  await writeFile(join(base, "package/board/app.jar"), Buffer.alloc(3_000_000, "jar"));
  await writeFile(join(base, "package/board/empty"), "");
  await writeFile(join(base, "package/board/config/application.properties"), "a=1\n");
  const reading = await readPackage(join(base, "package"));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  files = reading.files;
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** A server that is this machine, for what needs nothing but a shell. */
const here: Pick<Link, "exec"> = {
  exec(command, { stdin } = {}) {
    const child = spawn("sh", ["-c", command], { stdio: ["pipe", "pipe", "pipe"] });
    // A command that ends early reads no more.
    child.stdin.on("error", () => {});
    if (stdin instanceof Readable) stdin.pipe(child.stdin);
    else child.stdin.end(stdin);
    const code = new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? 1)));
    return Promise.all([code, text(child.stdout), text(child.stderr)]).then(([code, stdout, stderr]) => ({
      code,
      stdout,
      stderr,
    }));
  },
};

const spec = (): PlaceFilesSpec => ({
  step: "place-files",
  stack: "t",
  name: "wefe",
  root: join(base, "opt/wefe"),
  server: { name: "m1", address: "10.0.0.1", ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" } },
  package: { path: join(base, "package"), sha256: files.digest },
  digest: "",
  sources: ["board"],
  texts: [
    { path: "board/config/application.properties", mode: "0644", from: { text: "a=2\n" } },
    { path: "board/config/password", mode: "0600", from: { secret: "db" } },
  ],
});
const run = () => place(here as Link, spec(), files, { texts: { db: "pa\u00dfwort" } }, base);

test("a package's folder with our texts over it lies on the server, large and empty files too", async () => {
  expect(await run()).toMatchObject({ placed: 4, kept: 0, bytes: 3_000_012 });
  const at = (path: string) => join(spec().root, path);
  expect((await readFile(at("board/app.jar"))).equals(Buffer.alloc(3_000_000, "jar"))).toBe(true);
  expect(await readFile(at("board/config/application.properties"), "utf8")).toBe("a=2\n");
  expect((await stat(at("board/config/password"))).mode & 0o777).toBe(0o600);
  expect((await stat(at("board/empty"))).size).toBe(0);
});

test("run again it sends nothing; a file that was changed by hand is sent again alone", async () => {
  await run();
  expect(await run()).toMatchObject({ placed: 0, kept: 4, bytes: 0 });
  await writeFile(join(spec().root, "board/config/application.properties"), "a=3\n");
  expect(await run()).toMatchObject({ placed: 1, kept: 3, bytes: 4 });
});

test("what goes wrong on the server is told with the server's name and its words", async () => {
  await mkdir(join(base, "opt"));
  await writeFile(join(base, "opt/wefe"), "in the way");
  await expect(run()).rejects.toThrow(/^m1: placing files failed with exit status \d+\n.*opt\/wefe/s);
});

test("files of another installation are named, all of them, and nothing is moved", async () => {
  const config = join(spec().root, "board/config");
  await mkdir(config, { recursive: true });
  await writeFile(join(spec().root, "board/app.jar"), "older");
  await writeFile(join(config, "application.properties"), "a=by hand\n");
  await writeFile(join(config, "of-others"), "");
  const error = await run().catch((error: Error) => error.message);
  expect(error).toMatch(/^m1: .* has files that stack t did not place .*; nothing was changed:\n/);
  expect(error).toContain(`\n  ${spec().root}/board/app.jar\n  ${config}/application.properties\nAnother`);
  expect(error).toMatch(/sudo mv \S+ \S+\.before\nThen run pulumi up again\.$/);
  expect(await readFile(join(config, "application.properties"), "utf8")).toBe("a=by hand\n");
});
