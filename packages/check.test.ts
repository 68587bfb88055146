import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadStack } from "../config/load.js";
import { deployTar } from "../lab/wefe-package/build.js";
import { packageTags } from "../lab/wefe-package/tags.js";
import { sha256 } from "../topology/sha256.js";
import { wefeStack } from "../topology/wefe/testing/stack.js";
import { checkWithPackages } from "./check.js";
import { writeManyImages } from "./images/testing/archives.js";

/*
 * A stack with a vendor's package, judged as `validate`, `pulumi preview` and every verb judge it: package and archives
 * are files.
 */

const directory = mkdtempSync(join(tmpdir(), "check-with-packages-"));
const tags = Object.values(packageTags).flat();

beforeAll(async () => {
  writeFileSync(join(directory, "wefe.tar"), await deployTar());
  const sample = (architecture: string) => (tag: string) => ({
    tags: [tag],
    architecture,
    layers: [Buffer.from("layer")],
    note: tag,
  });
  const mixed = tags.map((tag, nth) => sample(nth === 0 ? "arm64" : "amd64")(tag));
  await writeManyImages(join(directory, "x86.tar"), tags.map(sample("amd64")));
  await writeManyImages(join(directory, "arm.tar"), tags.map(sample("arm64")));
  await writeManyImages(join(directory, "mixed.tar"), mixed);
  writeFileSync(
    join(directory, "SHA256SUMS"),
    ["wefe.tar", "x86.tar", "arm.tar", "mixed.tar"]
      .map((name) => `${sha256(readFileSync(join(directory, name)))}  ${name}\n`)
      .join(""),
  );
}, 60_000);

/** Judges a federation of a union on u1 and a member on m1 with these archives for amd64 and arm64. */
async function judge(amd64: readonly string[], arm64: readonly string[], memberArch = "amd64") {
  const list = (paths: readonly string[]) => paths.map((path) => ({ path }));
  const stack = wefeStack(
    {
      package: {
        path: "wefe.tar",
        checksums: "SHA256SUMS",
        images: { amd64: list(amd64), arm64: list(arm64) },
      },
    },
    {
      accept: ["wefe-default-credentials"],
      images: { archives: "images", registry: { server: "u1" } },
    },
  );
  const servers = Object.fromEntries(
    Object.entries(stack.servers ?? {})
      .filter(([name]) => name === "u1" || name === "m1")
      .map(([name, server]) => [name, name === "m1" ? { ...server, arch: memberArch } : server]),
  );
  const loaded = loadStack({ ...stack, servers }, { stack: "prod", directory });
  const { good, findings } = await checkWithPackages(loaded, directory, "package and images");
  const errors = findings.filter(({ severity }) => severity === "error");
  return { planned: good !== undefined, errors };
}

test.each([
  { amd64: ["x86.tar"], arm64: [], memberArch: "amd64" },
  { amd64: ["x86.tar"], arm64: ["arm.tar"], memberArch: "arm64-v8.2" },
])(
  "archives $amd64 and $arm64 are right for a member on $memberArch",
  async ({ amd64, arm64, memberArch }) => {
    expect(await judge(amd64, arm64, memberArch)).toEqual({ planned: true, errors: [] });
  },
);

test("an archive for another architecture than it is listed under is refused by its name, once", async () => {
  const { planned, errors } = await judge(["arm.tar"], []);
  expect(planned).toBe(false);
  expect(errors).toMatchObject([
    {
      path: "wefe.package.images.amd64",
      rule: "package-image-architecture",
      message: "the archive arm.tar holds no image for amd64",
      found: `${tags.length} images for arm64: ${tags.slice(0, 3).join(", ")} …`,
      remedy: "get the vendor's archive for amd64, or list this one under arm64",
    },
  ]);
  expect(errors).toHaveLength(1);
});

test("one image of another architecture among right ones is refused where a service runs it", async () => {
  const { planned, errors } = await judge(["mixed.tar"], []);
  expect(planned).toBe(false);
  expect(errors).toMatchObject([
    {
      rule: "package-image-architecture",
      message: `the image ${tags[0]} is for arm64`,
      found: "mixed.tar, which is listed for amd64",
      allowed: "amd64",
    },
  ]);
});

test("an architecture without archives is told, with the images that it lacks", async () => {
  const { planned, errors } = await judge(["x86.tar"], [], "arm64-v8.2");
  expect(planned).toBe(false);
  expect(new Set(errors.map(({ rule }) => rule))).toEqual(new Set(["package-image-missing"]));
});
