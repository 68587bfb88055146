import { expect, test } from "vitest";
import type { VendorArchive } from "../../images/vendor-archive.js";
import { findVendorImages, type NeededVendorImage, wrongArchive } from "./images.js";

const idOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = (letter: string, architecture: string, ...tags: string[]) => ({
  tags,
  id: idOf(letter),
  architecture,
  manifestDigest: idOf(letter),
});
const x86: VendorArchive = {
  path: "vendor/x86_64/allImages.tar",
  arch: "amd64",
  images: [image("a", "amd64", "mysql:5.7.24", "wefe/mysql:5.7"), image("b", "amd64", "wefe/board:3.8.3")],
};
const arm: VendorArchive = {
  path: "vendor/aarch64/allImages.tar",
  arch: "arm64",
  images: [image("c", "arm64", "hub.example.com/library/mysql:5.7.24"), image("d", "amd64", "wefe/flow:1")],
};
const need = (
  reference: string,
  ...architectures: NeededVendorImage["architectures"]
): NeededVendorImage => ({
  reference,
  service: "mysql",
  place: { file: "mysql/docker-compose.yml", line: 3 },
  architectures,
});
const path = "wefe.package: mysql/docker-compose.yml:3 services.mysql.image";

test("an image is found by the name that the compose file gives it, for each architecture in its archive", () => {
  const { images, findings } = findVendorImages(
    [need("hub.example.com/mysql:5.7.24", "amd64", "arm64")],
    [x86, arm],
  );
  expect(findings).toEqual([]);
  expect(images.map(({ arch, archive, image }) => ({ arch, archive, id: image.id }))).toEqual([
    { arch: "amd64", archive: x86.path, id: idOf("a") },
    { arch: "arm64", archive: arm.path, id: idOf("c") },
  ]);
});

test.each([
  {
    why: "no archive has it",
    needed: need("redis:6", "amd64"),
    archives: [x86],
    finding: { rule: "package-image-missing", message: "no archive for amd64 holds the image redis:6" },
  },
  {
    why: "another tag",
    needed: need("mysql", "amd64"),
    archives: [x86],
    finding: {
      rule: "package-image-missing",
      message: "no archive for amd64 holds the image mysql",
      found: "of that name there is mysql:5.7.24",
    },
  },
  {
    why: "another architecture's archive",
    needed: need("wefe/board:3.8.3", "arm64"),
    archives: [x86, arm],
    finding: { rule: "package-image-missing", found: "only among the archives for amd64" },
  },
  {
    why: "an image for another architecture than its archive",
    needed: need("wefe/flow:1", "arm64"),
    archives: [arm],
    finding: {
      rule: "package-image-architecture",
      message: "the image wefe/flow:1 is for amd64",
      allowed: "arm64",
    },
  },
  {
    why: "two archives with different images of that name",
    needed: need("mysql:5.7.24", "amd64"),
    archives: [
      x86,
      { path: "extra.tar", arch: "amd64" as const, images: [image("e", "amd64", "mysql:5.7.24")] },
    ],
    finding: {
      rule: "package-image-twice",
      found: `vendor/x86_64/allImages.tar has ${idOf("a")}, extra.tar has ${idOf("e")}`,
    },
  },
])("told: $why", ({ needed, archives, finding }) => {
  const result = findVendorImages([needed], archives);
  expect(result.images).toEqual([]);
  expect(result.findings).toMatchObject([{ path, severity: "error", ...finding }]);
});

test("of an image for several architectures in one archive the fitting one is taken", () => {
  const both = [image("f", "arm64", "redis:6"), image("g", "amd64", "redis:6")];
  const archives: VendorArchive[] = [
    { path: "both.tar", arch: "amd64", images: both },
    { path: "both.tar", arch: "arm64", images: both },
  ];
  const { images, findings } = findVendorImages([need("redis:6", "amd64", "arm64")], archives);
  expect(findings).toEqual([]);
  expect(images.map(({ arch, image }) => [arch, image.id])).toEqual([
    ["amd64", idOf("g")],
    ["arm64", idOf("f")],
  ]);
});

test("the same image in two archives is one", () => {
  const again = { ...x86, path: "again.tar" };
  expect(findVendorImages([need("mysql:5.7.24", "amd64")], [x86, again])).toMatchObject({
    findings: [],
    images: [{ archive: x86.path }],
  });
});

test.each([
  { why: "of the architecture that it is listed for", archive: x86, findings: [] },
  { why: "of several, which are judged one by one", archive: arm, findings: [] },
  {
    why: "of another only",
    archive: { ...x86, arch: "arm64" as const },
    findings: [
      {
        path: "wefe.package.images.arm64",
        rule: "package-image-architecture",
        severity: "error",
        message: "the archive vendor/x86_64/allImages.tar holds no image for arm64",
        found: "2 images for amd64: mysql:5.7.24, wefe/mysql:5.7, wefe/board:3.8.3",
        allowed: "images for arm64",
        remedy: "get the vendor's archive for arm64, or list this one under amd64",
      },
    ],
  },
])("an archive with images $why", ({ archive, findings }) => {
  expect(wrongArchive(archive)).toEqual(findings);
});
