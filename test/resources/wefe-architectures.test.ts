import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployTar } from "../../lab/wefe-package/build.js";
import { packageTags } from "../../lab/wefe-package/tags.js";
import { readImages } from "../../packages/images/archive.js";
import { writeManyImages } from "../../packages/images/testing/archives.js";
import { sha256 } from "../../topology/sha256.js";
import { wefeStack } from "../../topology/wefe/testing/stack.js";
import { type Registration, runProgram } from "./program.js";

/* A federation whose union stands on x86_64 and whose member on ARM: both run the package's nginx. */

const nginx = "wefe-fixture/nginx:1.22";
let folder = "";
const at = (name: string) => join(folder, name);
let all: Registration[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wefe-architectures-"));
  writeFileSync(at("wefe.tar"), await deployTar());
  for (const architecture of ["amd64", "arm64"])
    await writeManyImages(
      at(`${architecture}.tar`),
      Object.values(packageTags)
        .flat()
        .map((tag) => ({ tags: [tag], architecture, layers: [Buffer.from("layer")], note: tag })),
    );
  const names = ["wefe.tar", "amd64.tar", "arm64.tar"];
  const lines = names.map((name) => `${sha256(readFileSync(at(name)))}  ${name}\n`);
  writeFileSync(at("SHA256SUMS"), lines.join(""));
  const path = (name: string) => relative(process.cwd(), at(name));
  const stack = wefeStack(
    {
      package: {
        path: path("wefe.tar"),
        checksums: path("SHA256SUMS"),
        images: { amd64: [{ path: path("amd64.tar") }], arm64: [{ path: path("arm64.tar") }] },
      },
    },
    {
      accept: ["wefe-default-credentials"],
      images: {
        references: Object.fromEntries(
          ["registry", "fisco-bcos", "fisco-console"].map((name) => [
            name,
            `registry.example.com/${name}@sha256:${"ab".repeat(32)}`,
          ]),
        ),
        registry: { server: "u1" },
      },
    },
  );
  const { u1, m1 } = { ...stack.servers };
  all = await runProgram("test", { ...stack, servers: { u1, m1: { ...m1, arch: "arm64-v8.2" } } });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const digestIn = async (archive: string) =>
  (await readImages(at(archive))).find(({ tags }) => tags.includes(nginx))?.manifestDigest;
const named = (type: string, name: string) => all.find((one) => one.type === type && one.name === name);

test("each server pulls the image of its own architecture, by the name that both have", async () => {
  for (const [server, archive] of [
    ["u1", "amd64.tar"],
    ["m1", "arm64.tar"],
  ] as const) {
    const image = named("docker:index/remoteImage:RemoteImage", `${nginx}-on-${server}`);
    expect(image?.provider).toBe(`${server}-docker`);
    expect(image?.inputs.name).toBe(`10.0.0.1:5000/wefe-fixture/nginx-1.22@${await digestIn(archive)}`);
  }
  expect(await digestIn("amd64.tar")).not.toBe(await digestIn("arm64.tar"));
});

test("containers run the one of their server", () => {
  const container = "docker:index/container:Container";
  expect(named(container, "test-union-wefe-manager-website")?.inputs.image).toBe(`sha256:${nginx}-on-u1`);
  expect(named(container, "test-alpha-iam-web")?.inputs.image).toBe(`sha256:${nginx}-on-m1`);
});

test("both archives are sent to the registry, each image under its own digest", async () => {
  const push = named("command:local:Command", "images-push");
  const environment = push?.inputs.environment as { readonly CONSORTIUM_STEP: string };
  const { images } = JSON.parse(environment.CONSORTIUM_STEP) as {
    readonly images: readonly { readonly name: string; readonly manifestDigest: string }[];
  };
  expect(images.filter(({ name }) => name === nginx).map(({ manifestDigest }) => manifestDigest)).toEqual([
    await digestIn("amd64.tar"),
    await digestIn("arm64.tar"),
  ]);
  expect(new Set(images.map(({ manifestDigest }) => manifestDigest)).size).toBe(images.length);
});

test("before a container with data is made its data is asked for, and its gate stamps that data", () => {
  const guarded = all
    .filter(({ type, parent }) => type.endsWith(":Container") && parent.includes("wefe:Federation"))
    .map(({ name, provider, inputs, beforeCreate }) => {
      const mounts = (inputs.volumes ?? []) as { readonly volumeName?: string }[];
      const volumes = mounts.flatMap(({ volumeName }) => (volumeName === undefined ? [] : [volumeName]));
      const ready = all.find((one) => one.name === `${name.replace(/^test-/, "")}-ready`);
      const told = (ready?.inputs.environment ?? {}) as { readonly CONSORTIUM_STEP?: string };
      const server = provider?.replace(/-docker$/, "");
      return { name, server, volumes, beforeCreate, data: JSON.parse(told.CONSORTIUM_STEP ?? "{}").data };
    });
  expect(guarded.filter(({ volumes }) => volumes.length > 0).map(({ name }) => name)).toContain(
    "test-alpha-mysql",
  );
  for (const { name, server, volumes, beforeCreate, data } of guarded)
    expect([name, beforeCreate, data]).toEqual(
      volumes.length === 0
        ? [name, [], undefined]
        : [name, [`${server}-wefe-data-kept`], { stack: "test", network: "0011223344556677", volumes }],
    );
});
