import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../topology/sha256.js";
import { digestCommand } from "../../topology/wefe/package/pin.js";
import { fileDigest, readPackage } from "./read-package.js";

let directory: string;
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "package-"));
});
afterAll(() => rm(directory, { recursive: true }));

type Member = Partial<Header> & { readonly name: string; readonly content?: string | Buffer };

async function writeTar(path: string, members: readonly Member[]): Promise<void> {
  const archive = pack();
  for (const { content, ...header } of members) {
    if (content === undefined) archive.entry(header);
    else archive.entry(header, Buffer.from(content));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  await writeFile(path, Buffer.concat(chunks));
}

/** A file larger than what is read at a time, between two small ones. */
const large = Buffer.alloc(2 * 1024 * 1024 + 700, "large");
const members: readonly Member[] = [
  { name: "./wefe/", type: "directory" },
  { name: "./wefe/rundis-cli", content: "#!/bin/sh\n", mode: 0o755 },
  { name: "./wefe/mysql/docker-compose.yml", content: "services: {}\n" },
  { name: "./wefe/mysql/data.bin", content: large },
  { name: "./wefe/mysql/empty", content: "" },
  { name: "./wefe/mysql/link.yml", type: "symlink", linkname: "docker-compose.yml" },
  { name: "./wefe/mysql/hard", type: "link", linkname: "./wefe/mysql/data.bin" },
];

test("a tar is listed with the checksum of every file, its leading folder taken off", async () => {
  await writeTar(at("package.tar"), members);
  const reading = await readPackage(at("package.tar"));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  const { files } = reading;
  expect(files.kind).toBe("tar");
  expect(files.digest).toBe(sha256(await readFile(at("package.tar"))));
  expect(files.digest).toBe(await fileDigest(at("package.tar")));
  expect([...files.entries.values()]).toEqual([
    { kind: "file", path: "mysql/data.bin", mode: 0o644, size: large.length, sha256: sha256(large) },
    {
      kind: "file",
      path: "mysql/docker-compose.yml",
      mode: 0o644,
      size: 13,
      sha256: sha256("services: {}\n"),
    },
    { kind: "file", path: "mysql/empty", mode: 0o644, size: 0, sha256: sha256("") },
    { kind: "file", path: "mysql/hard", mode: 0o644, size: large.length, sha256: sha256(large) },
    { kind: "link", path: "mysql/link.yml", target: "docker-compose.yml" },
    { kind: "file", path: "rundis-cli", mode: 0o755, size: 10, sha256: sha256("#!/bin/sh\n") },
  ]);
  expect(files.text("mysql/link.yml")).toBe("services: {}\n");
  expect(files.text("mysql/none")).toBeUndefined();
  expect(await text(files.content("mysql/hard"))).toBe(large.toString());
  expect(await text(files.content("mysql/empty"))).toBe("");
});

/** Writes a directory with a link and an executable. */
async function writeDirectory(path: string): Promise<void> {
  for (const [name, content] of Object.entries({
    "docker-compose.yml": "networks: {}\n",
    "mysql/docker-compose.yml": "services: {}\n",
    "mysql/übung \\ a.sql": "-- a\n",
    "rundis-cli": "#!/bin/sh\n",
  })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  await chmod(join(path, "rundis-cli"), 0o755);
  await symlink("mysql/docker-compose.yml", join(path, "link"));
}

test("a directory's checksum is what the printed command gives", async () => {
  await writeDirectory(at("a directory"));
  const reading = await readPackage(at("a directory"));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  const printed = execFileSync("sh", ["-c", digestCommand(at("a directory"), "directory")], {
    encoding: "utf8",
  });
  expect(`${reading.files.digest}  -\n`).toBe(printed);
  expect(reading.files.text("link")).toBe("services: {}\n");
});

test.each([
  {
    change: "a byte of a file",
    make: (path: string) => writeFile(join(path, "rundis-cli"), "#!/bin/sh\n#\n"),
  },
  { change: "who may run it", make: (path: string) => chmod(join(path, "rundis-cli"), 0o644) },
  { change: "a new file", make: (path: string) => writeFile(join(path, "new"), "") },
  { change: "a link", make: (path: string) => symlink("rundis-cli", join(path, "other")) },
])("a directory has another checksum after $change", async ({ change, make }) => {
  const path = at(change);
  await writeDirectory(path);
  const digest = async () => {
    const reading = await readPackage(path);
    return reading.ok ? reading.files.digest : "";
  };
  const before = await digest();
  await make(path);
  expect(await digest()).not.toBe(before);
});

describe("a tar that reaches outside is refused", () => {
  test.each<{ member: Member; message: string }>([
    { member: { name: "/etc/cron.d/x", content: "" }, message: "is an absolute path" },
    { member: { name: "../x", content: "" }, message: "leaves the package by `..`" },
    {
      member: { name: "l", type: "symlink", linkname: "../../etc" },
      message: "is a link that leaves the package",
    },
    { member: { name: "dev", type: "block-device" }, message: "is a device" },
    { member: { name: "dev", type: "character-device" }, message: "is a device" },
    { member: { name: "pipe", type: "fifo" }, message: "is a fifo" },
    { member: { name: "h", type: "link", linkname: "/etc/passwd" }, message: "is a special file" },
  ])("$member.name: $message", async ({ member, message }) => {
    await writeTar(at("bad.tar"), [{ name: "a", content: "" }, member]);
    const reading = await readPackage(at("bad.tar"));
    expect(reading).toMatchObject({ ok: false, findings: [{ rule: "package-file", message }] });
  });
});

test("a file or folder whose name is not UTF-8 is named", async () => {
  const path = at("strange names");
  await mkdir(path);
  const named = (bytes: readonly number[]) => Buffer.concat([Buffer.from(`${path}/`), Buffer.from(bytes)]);
  await writeFile(named([0x61, 0xd6, 0xd0, 0xce, 0xc4]), "");
  await mkdir(named([0x62, 0xe9]));
  const message = "has a name with control characters, or one that is not UTF-8";
  expect(await readPackage(path)).toMatchObject({
    ok: false,
    findings: [
      { path: expect.stringMatching(/^wefe\.package: a\ufffd+/), rule: "package-file", message },
      { path: "wefe.package: b\ufffd", rule: "package-file", message },
    ],
  });
});

test("a file that vanishes while the package is read is no missing package", async () => {
  const path = at("vanishing");
  await mkdir(path);
  await writeFile(join(path, "a"), "");
  const gone = Object.assign(new Error("ENOENT: no such file"), { code: "ENOENT" });
  const known = { of: () => Promise.reject(gone) };
  expect(await readPackage(path, known)).toMatchObject({
    ok: false,
    findings: [{ message: "the package cannot be read" }],
  });
});

describe("what is no package", () => {
  test.each([
    {
      name: "none.tar",
      make: async () => {},
      message: "there is no such file or folder",
      found: /none\.tar$/,
    },
    {
      name: "text.tar",
      make: (path: string) => writeFile(path, Buffer.alloc(2048, "no tar ")),
      message: "the package cannot be read",
      found: /no tar header at byte 0/,
    },
    {
      name: "cut.tar",
      make: async (path: string) => {
        await writeTar(path, members);
        await truncate(path, 5000);
      },
      message: "the package cannot be read",
      found: /the file ends inside the member/,
    },
    {
      name: "zipped.tar",
      make: async (path: string) => {
        await writeTar(path, members);
        await writeFile(path, gzipSync(await readFile(path)));
      },
      message: "the package cannot be read",
      found: /is compressed with gzip; unpack it: gunzip < zipped\.tar > package\.tar/,
    },
  ])("$name", async ({ name, make, message, found }) => {
    await make(at(name));
    const reading = await readPackage(at(name));
    const [finding] = reading.ok ? [] : reading.findings;
    expect(finding).toMatchObject({ path: "wefe.package", rule: "package-missing", message });
    expect(finding?.found).toMatch(found);
  });
});
