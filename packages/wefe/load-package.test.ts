import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { deployTar } from "../../lab/wefe-package/build.js";
import { sha256 } from "../../topology/sha256.js";
import { settingsOf, type WefeInput, wefeStack } from "../../topology/wefe/testing/stack.js";
import { loadVendorPackage } from "./load-package.js";

const directory = mkdtempSync(join(tmpdir(), "load-package-"));
let digest = "";

beforeAll(async () => {
  const tar = await deployTar();
  digest = sha256(tar);
  writeFileSync(join(directory, "wefe.tar"), tar);
  writeFileSync(join(directory, "images.tar"), "no archive");
});

function load(change: Partial<WefeInput["package"]>, depth: "package" | "package and images" = "package") {
  const { wefe, ...stack } = settingsOf(
    wefeStack({ package: { path: "wefe.tar", sha256: digest, ...change } }),
  );
  if (!wefe) throw new Error("no federation");
  return loadVendorPackage({ ...stack, wefe }, directory, depth);
}

test("a pinned package gives the services of the sides that are placed, and no other", async () => {
  const { vendorPackage, findings } = await load({});
  expect(findings).toEqual([]);
  expect(vendorPackage?.services).toHaveLength(17);
  expect(vendorPackage?.services.map(({ name }) => name)).not.toContain("wefe-serving-service");
  expect(vendorPackage?.networks.map(({ subnet }) => subnet)).toContain("172.30.0.0/16");
  expect(vendorPackage?.archives).toBeUndefined();
});

test("a package that is not there, or another than was reviewed, is refused", async () => {
  expect((await load({ path: "other.tar" })).findings.map(({ rule }) => rule)).toEqual(["package-missing"]);
  const changed = await load({ sha256: "0".repeat(64) });
  expect(changed.findings.map(({ rule }) => rule)).toEqual(["package-digest"]);
  expect(changed.vendorPackage).toBeUndefined();
});

test("image archives are read only where they are asked for, with their checksums", async () => {
  const images = { amd64: [{ path: "images.tar", sha256: "0".repeat(64) }] };
  expect((await load({ images })).findings).toEqual([]);
  const { findings } = await load({ images }, "package and images");
  expect(findings.map(({ rule }) => rule)).toEqual(["package-missing", "package-digest"]);
});

test("a file of checksums pins the package and its archives", async () => {
  const images = { amd64: [{ path: "images.tar" }] };
  const pinnedBy = { checksums: "SHA256SUMS", sha256: undefined, images };
  writeFileSync(join(directory, "SHA256SUMS"), `${digest}  wefe.tar\n`);
  // What is not read need not be pinned yet.
  expect((await load(pinnedBy)).findings).toEqual([]);
  expect((await load(pinnedBy, "package and images")).findings).toMatchObject([
    { rule: "package-pin", path: "wefe.package.images.amd64[0].sha256" },
    // The file is no archive.
    {},
  ]);
  writeFileSync(join(directory, "SHA256SUMS"), `${digest}  wefe.tar\n${"0".repeat(64)}  images.tar\n`);
  expect((await load(pinnedBy)).findings).toEqual([]);
  const { findings } = await load(pinnedBy, "package and images");
  expect(findings).toMatchObject([{}, { rule: "package-digest", allowed: "0".repeat(64) }]);
  writeFileSync(join(directory, "SHA256SUMS"), `${"0".repeat(64)}  wefe.tar\n${digest}  images.tar\n`);
  expect((await load(pinnedBy)).findings.map(({ rule }) => rule)).toEqual(["package-digest"]);
});
