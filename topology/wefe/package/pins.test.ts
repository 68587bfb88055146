import { describe, expect, test } from "vitest";
import { parseChecksums } from "./checksums.js";
import { pinsOf } from "./pins.js";

const a = "a".repeat(64);
const b = "b".repeat(64);
const settings = {
  path: "vendor/wefe.tar",
  checksums: "vendor/SHA256SUMS",
  images: { amd64: [{ path: "vendor/x86_64/all.tar" }], arm64: [] },
};
const lines = `${a}  wefe.tar\n${b}  x86_64/all.tar\n`;
const all = [
  ["vendor/wefe.tar", a],
  ["vendor/x86_64/all.tar", b],
];

const pins = (change: object, text = lines) =>
  pinsOf({ ...settings, ...change }, "/project", parseChecksums(text));

test.each([
  { why: "in the file of checksums", change: {}, text: lines },
  {
    why: "in the stack file",
    change: {
      sha256: a,
      checksums: undefined,
      images: { amd64: [{ path: "vendor/x86_64/all.tar", sha256: b }], arm64: [] },
    },
    text: "",
  },
  { why: "in both, alike", change: { sha256: a }, text: lines },
  { why: "one here, one there", change: { sha256: a }, text: `${b}  x86_64/all.tar\n` },
  { why: "twice in the file, alike", change: {}, text: `${lines}${a}  ./wefe.tar\n` },
])("a package and its archive are pinned $why", ({ change, text }) => {
  const { of, findings } = pins(change, text);
  expect(findings).toEqual([]);
  expect([...of]).toEqual(all);
});

describe("told with its place in the stack file", () => {
  test.each([
    {
      why: "no pin at all",
      change: { checksums: undefined },
      text: "",
      found: [
        { path: "wefe.package.sha256", message: "nothing pins vendor/wefe.tar", found: "no checksum" },
        { path: "wefe.package.images.amd64[0].sha256", message: "nothing pins vendor/x86_64/all.tar" },
      ],
    },
    {
      why: "no line for the archive",
      change: {},
      text: `${a}  wefe.tar\n${b}  aarch64/all.tar\n`,
      found: [
        {
          path: "wefe.package.images.amd64[0].sha256",
          found: "no checksum here, and no line for it in vendor/SHA256SUMS",
          remedy:
            "add its line to vendor/SHA256SUMS, with its path relative to that file, or write wefe.package.images.amd64[0].sha256; ./consortium wefe-package PATH prints both for what was reviewed",
        },
      ],
    },
    {
      why: "another checksum in the stack file",
      change: { sha256: b },
      text: lines,
      found: [
        {
          path: "wefe.package.sha256",
          message: "vendor/wefe.tar is pinned to two checksums",
          found: `wefe.package.sha256 has ${b}, vendor/SHA256SUMS:1 has ${a}`,
        },
      ],
    },
    {
      why: "two lines that differ",
      change: {},
      text: `${lines}${b}  wefe.tar\n`,
      found: [
        {
          path: "wefe.package.sha256",
          found: `vendor/SHA256SUMS:1 has ${a}, vendor/SHA256SUMS:3 has ${b}`,
        },
      ],
    },
    {
      why: "a line that is none",
      change: {},
      text: `${lines}wefe.tar\n`,
      found: [{ path: "wefe.package.checksums", found: "line 3" }],
    },
  ])("$why", ({ change, text, found }) => {
    const { findings } = pins(change, text);
    expect(findings).toMatchObject(found.map((one) => ({ rule: "package-pin", severity: "error", ...one })));
    expect(findings).toHaveLength(found.length);
  });
});
