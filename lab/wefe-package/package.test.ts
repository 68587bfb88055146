import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract } from "tar-stream";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { source } from "../../ops/checkout.js";
import { filesUnder } from "../../scripts/checksum.js";
import { imageArchive } from "../images/archive.js";
import { layerTar } from "../images/layer.js";
import { missing, parseProperties } from "../stand-ins/wefe/properties.js";
import { services } from "../stand-ins/wefe/services.js";
import { stores } from "../stand-ins/wefe/stores.js";
import { writeImages } from "./archive.js";
import { checksumLines, deployTar } from "./build.js";
import { packageTags } from "./tags.js";

const folder = source("lab", "wefe-package", "files");
const compose = z.looseObject({
  services: z
    .record(z.string(), z.looseObject({ image: z.string(), ports: z.array(z.unknown()) }))
    .default({}),
});

async function composeServices() {
  const files = (await filesUnder(folder)).filter((file) => file.endsWith("docker-compose.yml"));
  const read = await Promise.all(
    files.map(async (file) =>
      compose.parse(parse(await readFile(join(folder, file), "utf8"), { merge: true })),
    ),
  );
  return read.flatMap(({ services }) => Object.entries(services));
}

test("every image that a compose file names is in the archive, and no other but the chain's", async () => {
  const named = new Set((await composeServices()).map(([, { image }]) => image));
  const chain = [...(packageTags["fisco-bcos"] ?? []), ...(packageTags["fisco-console"] ?? [])];
  expect([...named, ...chain].sort()).toEqual(Object.values(packageTags).flat().sort());
});

test("the services of the manual's lists are there, each published port once", async () => {
  const found = await composeServices();
  expect(found.map(([name]) => name).sort()).toEqual(
    [
      ..."nacos redis mysql mongo clickhouse iam-portal-web iam-web wefe-board-website wefe-serving-website".split(
        " ",
      ),
      ..."wefe-fusion-website wefe-manager-website welab-gateway welab-iam wefe-board-service".split(" "),
      ..."wefe-serving-service wefe-fusion-service wefe-manager-service wefe-union-service".split(" "),
      ..."wefe-blockchain-data-sync wefe-gateway wefe-flow".split(" "),
    ].sort(),
  );
  const ports = found.flatMap(([, service]) =>
    service.ports.map((port) => JSON.stringify(port).split(":")[0]),
  );
  expect(new Set(ports).size).toBe(ports.length);
});

test("each closed service's file has the keys that its stand-in asks for", async () => {
  for (const [name, { keys }] of Object.entries(services)) {
    const text = await readFile(join(folder, name, "config", "application.properties"), "utf8");
    expect([name, missing(parseProperties(text), keys)]).toEqual([name, []]);
  }
  expect(Object.keys(stores)).toEqual(["mongo", "clickhouse", "nacos"]);
});

test("the package's tar is the same each time and has the manual's files at its top", async () => {
  const tar = await deployTar();
  expect(tar.equals(await deployTar())).toBe(true);
  const names = await namesIn(tar);
  for (const name of [
    "docker-compose.yml",
    ".archives/docker.daemon.json",
    "rundis-cli",
    "iam-portal-web/webapp.conf",
    "wefe-union-service/config/application.properties",
    "fisco/console/deployByCNS.init",
    "fisco/console/contracts/solidity/MemberContract.sol",
  ])
    expect(names).toContain(name);
});

test("the file of checksums has a line for each file, by its path beside it", () => {
  const [a, b] = ["a".repeat(64), "b".repeat(64)];
  const files = [
    { path: "/cache/wefe-package/deploy.tar", sha256: a },
    { path: "/cache/wefe-package/x86_64/allImages.tar", sha256: b },
  ];
  expect(checksumLines("/cache/wefe-package", files)).toBe(`${a}  deploy.tar\n${b}  x86_64/allImages.tar\n`);
});

test("an archive of many images has a layer that two share once, and all names", async () => {
  const place = await mkdtemp(join(tmpdir(), "wefe-images-"));
  const shared = await layerTar([{ kind: "file", path: "/shared", content: "x" }]);
  const files = await Promise.all(
    ["a", "b"].map(async (name) => {
      const own = await layerTar([{ kind: "file", path: `/${name}`, content: name }]);
      const { tar } = await imageArchive(`${name}:1`, "amd64", { env: [], labels: {} }, [shared, own]);
      await writeFile(join(place, name), tar);
      return { file: join(place, name), tags: [`fixture/${name}:1`, `fixture/${name}:2`] };
    }),
  );
  await writeImages(join(place, "all"), files);
  await writeImages(join(place, "again"), files);
  const bytes = await readFile(join(place, "all"));
  expect(bytes.equals(await readFile(join(place, "again")))).toBe(true);
  const names = await namesIn(bytes);
  expect(names.filter((name) => name.endsWith("layer.tar")).length).toBe(3);
  expect(names.filter((name) => name.endsWith(".json")).length).toBe(3);
  expect(bytes.toString("latin1")).toContain('"RepoTags":["fixture/b:1","fixture/b:2"]');
});

async function namesIn(tar: Buffer): Promise<string[]> {
  const names: string[] = [];
  const reader = extract();
  reader.on("entry", ({ name }, stream, next) => {
    names.push(name);
    stream.on("end", next);
    stream.resume();
  });
  const done = new Promise<void>((resolve) => reader.on("finish", () => resolve()));
  reader.end(tar);
  await done;
  return names;
}
