import { expect, test } from "vitest";
import { type CatalogueInput, referencesByName, resolveImages } from "./catalogue.js";

/* An image of a vendor's archives, one for each architecture. */

const pinned = `registry.example.com/mysql@sha256:${"e".repeat(64)}`;

function resolve(input: Partial<CatalogueInput>) {
  return resolveImages({ settings: { references: {} }, needed: [], archives: {}, ...input });
}

const mysql = (name: string, architecture: string, letter: string, path: string) => ({
  name,
  architecture,
  lookup: {
    kind: "image",
    path,
    image: {
      name,
      id: `sha256:${letter.repeat(64)}`,
      config: { offset: 0, size: 1 },
      layers: [],
      manifest: "{}",
      manifestDigest: `sha256:${letter.repeat(63)}f`,
      architecture,
      bytes: 1,
    },
  } as const,
});
const name = "wefe/mysql:5.7";
const servers = [
  { name: "m1", arch: "amd64" },
  { name: "m2", arch: "arm64" },
  { name: "m3", arch: "amd64" },
];
const byArchitecture = [mysql(name, "amd64", "a", "x86.tar"), mysql(name, "arm64", "b", "arm.tar")];
const need = { name, servers, isRegistry: false };

test("an image of two archives is pushed once each under its own digest, and each server pulls that of its architecture", () => {
  const { images, findings } = resolve({ needed: [need], byArchitecture, registry: "10.0.0.1:5000" });
  expect(findings).toEqual([]);
  expect(images).toEqual([
    {
      kind: "registry",
      name,
      reference: `10.0.0.1:5000/wefe/mysql-5.7@sha256:${"a".repeat(63)}f`,
      archive: "x86.tar",
      id: `sha256:${"a".repeat(64)}`,
      manifestDigest: `sha256:${"a".repeat(63)}f`,
      servers: ["m1", "m3"],
      architecture: "amd64",
    },
    {
      kind: "registry",
      name,
      reference: `10.0.0.1:5000/wefe/mysql-5.7@sha256:${"b".repeat(63)}f`,
      archive: "arm.tar",
      id: `sha256:${"b".repeat(64)}`,
      manifestDigest: `sha256:${"b".repeat(63)}f`,
      servers: ["m2"],
      architecture: "arm64",
    },
  ]);
  expect(referencesByName(images)).toEqual({
    "wefe/mysql:5.7 (amd64)": `10.0.0.1:5000/wefe/mysql-5.7@sha256:${"a".repeat(63)}f`,
    "wefe/mysql:5.7 (arm64)": `10.0.0.1:5000/wefe/mysql-5.7@sha256:${"b".repeat(63)}f`,
  });
});

test("an image of two archives is loaded under tags that differ, where the stack has no registry", () => {
  const { images } = resolve({ needed: [need], byArchitecture });
  expect(images.map(({ reference, servers: on }) => [reference, on])).toEqual([
    ["consortium/wefe/mysql-5.7:aaaaaaaaaaaa", ["m1", "m3"]],
    ["consortium/wefe/mysql-5.7:bbbbbbbbbbbb", ["m2"]],
  ]);
});

test("an image of two archives is called as ever where only servers of one architecture run it", () => {
  const { images } = resolve({ needed: [{ ...need, servers: servers.slice(0, 1) }], byArchitecture });
  expect(referencesByName(images)).toEqual({ [name]: "consortium/wefe/mysql-5.7:aaaaaaaaaaaa" });
});

test("archives leave servers of an architecture that none of them is for to the directory of archives", () => {
  const { images, findings } = resolve({
    needed: [need],
    byArchitecture: byArchitecture.slice(0, 1),
    archives: { [name]: mysql(name, "arm64", "c", "images/mysql.tar").lookup },
  });
  expect(findings).toEqual([]);
  expect(images).toMatchObject([{ archive: "x86.tar" }, { archive: "images/mysql.tar", servers: ["m2"] }]);
});

test("no archive is looked into where the stack gives a reference", () => {
  const { images } = resolve({
    needed: [need],
    byArchitecture,
    settings: { references: { [name]: pinned } },
  });
  expect(images).toEqual([{ kind: "reference", name, reference: pinned, servers: ["m1", "m2", "m3"] }]);
});
