import { expect, test } from "vitest";
import type { VendorArchive } from "./vendor-archive.js";
import { vendorImages } from "./vendor-images.js";

const image = (tag: string, id: string, architecture = "amd64") => ({
  tags: [tag],
  id,
  architecture,
  manifestDigest: `sha256:${id}`,
});
const archives: readonly VendorArchive[] = [
  {
    path: "vendor/x86.tar",
    arch: "amd64",
    images: [image("mysql:5.7.24", "m1"), image("wefe/board:3.8", "b1")],
  },
  {
    path: "vendor/arm.tar",
    arch: "arm64",
    images: [image("hub.example.com/library/mysql:5.7.24", "m2", "arm64")],
  },
];
const need = (name: string, ...arches: string[]) => ({
  name,
  servers: arches.map((arch, nth) => ({ name: `m${nth}`, arch })),
  isRegistry: false,
});
const inX86 = { architecture: "amd64", archive: "vendor/x86.tar" } as const;
const inArm = { architecture: "arm64", archive: "vendor/arm.tar" } as const;

test.each([
  { name: "mysql:5.7.24", arches: ["amd64"], found: [{ ...inX86, id: "m1" }] },
  { name: "mysql:5.7.24", arches: ["arm64"], found: [{ ...inArm, id: "m2" }] },
  {
    name: "mysql:5.7.24",
    arches: ["arm64", "amd64", "arm64"],
    found: [
      { ...inX86, id: "m1" },
      { ...inArm, id: "m2" },
    ],
  },
  { name: "wefe/board:3.8", arches: ["amd64"], found: [{ ...inX86, id: "b1" }] },
])("$name on servers with $arches is found for each", ({ name, arches, found }) => {
  expect(vendorImages([need(name, ...arches)], archives)).toEqual({
    images: found.map((one) => ({ name, ...one })),
    rest: [],
  });
});

test("of an image for several architectures in one archive the fitting one is taken", () => {
  const both = [image("redis:6", "r2", "arm64"), image("redis:6", "r1")];
  const listed = (["amd64", "arm64"] as const).map((arch) => ({ path: "both.tar", arch, images: both }));
  expect(vendorImages([need("redis:6", "amd64", "arm64")], listed).images).toEqual([
    { name: "redis:6", architecture: "amd64", archive: "both.tar", id: "r1" },
    { name: "redis:6", architecture: "arm64", archive: "both.tar", id: "r2" },
  ]);
});

test.each([
  { name: "registry", arches: ["amd64"], found: 0 },
  { name: "wefe/board:3.8", arches: ["arm64"], found: 0 },
  { name: "wefe/board:3.8", arches: ["amd64", "arm64"], found: 1 },
])(
  "$name on servers with $arches is, where no archive holds it, somebody else's",
  ({ name, arches, found }) => {
    const { images, rest } = vendorImages([need(name, ...arches)], archives);
    expect(images).toHaveLength(found);
    expect(rest.map((one) => one.name)).toEqual([name]);
  },
);
