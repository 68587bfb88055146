import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { deployTar } from "../../lab/wefe-package/build.js";
import { writeManyImages } from "../../packages/images/testing/archives.js";
import { sha256 } from "../../topology/sha256.js";
import { callVerb } from "../testing.js";
import { readWefePackage } from "./wefe-package-read.js";
import { packageText } from "./wefe-package-text.js";

let folder = "";
const at = (name: string) => join(folder, name);
const place = () => ({
  project: folder,
  inStack: (file: string) => file.replace(`${folder}/`, "vendor/"),
  inChecksums: (file: string) => file.replace(`${folder}/`, ""),
});

const compose = (more = "") => `services:
  mysql:
    image: mysql:5.7.24
    ports: ["127.0.0.1:3306:3306", "8080-8081:8080-8081"]
    volumes: [./data:/var/lib/mysql]
${more}networks:
  default: { ipam: { config: [{ subnet: 172.30.0.0/16 }] } }
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wefe-package-"));
  for (const name of ["good", "bad"]) mkdirSync(at(`${name}/mysql`), { recursive: true });
  writeFileSync(at("good/mysql/docker-compose.yml"), compose());
  writeFileSync(at("bad/mysql/docker-compose.yml"), compose("    pid: host\n"));
  writeFileSync(at("fixture.tar"), await deployTar());
  await writeManyImages(at("all.tar"), [
    { tags: ["hub.example.com/library/mysql:5.7.24"], architecture: "amd64", layers: [] },
    { tags: ["redis:6"], architecture: "arm64", layers: [] },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const digest = (name: string) => sha256(readFileSync(at(name)));

test("a package's services, networks and archives, and the pins in both forms", async () => {
  const report = await readWefePackage(at("good"), [at("all.tar")], place());
  expect(report).toMatchObject({
    kind: "directory",
    services: [
      {
        name: "mysql",
        folder: "mysql",
        image: "mysql:5.7.24",
        ports: [
          { address: "127.0.0.1", published: 3306, target: 3306 },
          { published: 8080, target: 8080 },
          { published: 8081, target: 8081 },
        ],
        data: [{ path: "/var/lib/mysql" }],
        archives: ["amd64"],
      },
    ],
    networks: [{ name: "default", subnet: "172.30.0.0/16", place: { line: 7 } }],
    archives: [{ images: { amd64: ["hub.example.com/library/mysql:5.7.24"], arm64: ["redis:6"] } }],
    findings: [],
    pins: {
      package: {
        path: "vendor/good",
        images: {
          amd64: [{ path: "vendor/all.tar", sha256: digest("all.tar") }],
          arm64: [{ path: "vendor/all.tar", sha256: digest("all.tar") }],
        },
      },
      checksums: [`${report.sha256}  good`, `${digest("all.tar")}  all.tar`],
    },
  });
});

test("for people: tables, then lines to paste", async () => {
  const text = packageText(await readWefePackage(at("good"), [at("all.tar")], place()));
  const listing = text.split("\n");
  expect(listing.slice(2, 4)).toEqual([
    "SERVICE  IMAGE         ARCHIVES  PORTS                            DATA",
    "mysql    mysql:5.7.24  amd64     127.0.0.1:3306:3306, 8080, 8081  /var/lib/mysql",
  ]);
  expect(text).toMatch(/^default {2}172\.30\.0\.0\/16 {2}mysql\/docker-compose\.yml:7$/m);
  expect(listing.at(-2)).toBe(`${at("good")}: no findings`);
  const pasted = text.slice(text.indexOf("consortium:wefe:"), text.indexOf("\nor without"));
  expect(parse(pasted)).toMatchObject({ "consortium:wefe": { package: { path: "vendor/good" } } });
});

test("the lab's fixture has no findings and its tar's own checksum", async () => {
  const report = await readWefePackage(at("fixture.tar"), [], place());
  expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(report.services.length).toBeGreaterThan(17);
  const printed = execFileSync("sha256sum", ["fixture.tar"], { cwd: folder, encoding: "utf8" });
  expect(report.pins.checksums).toEqual([printed.trimEnd()]);
});

describe("as it is called", () => {
  const call = async (...args: string[]) => {
    const { ended, printed } = callVerb(["wefe-package", ...args], {});
    return { code: await ended, ...printed };
  };

  test("a key that cannot be had is told with file and line, and ends with 1", async () => {
    const { code, stdout } = await call(at("bad"), "--json");
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: "compose-key", path: "wefe.package: mysql/docker-compose.yml:6 services.mysql.pid" },
    ]);
    expect(code).toBe(1);
  }, 120_000);

  test("an archive that is none is told, and ends with 1", async () => {
    writeFileSync(at("none.tar"), "no archive");
    const { code, stdout } = await call(at("good"), "--images", at("all.tar"), at("none.tar"));
    expect(stdout).toContain(`the image archive ${at("none.tar")} cannot be used`);
    expect(code).toBe(1);
  }, 120_000);

  test("a package that is not there cannot be read", async () => {
    const { code, stdout } = await call(at("nothing.tar"));
    expect(stdout).toContain("there is no such file or folder");
    expect(code).toBe(2);
  }, 120_000);
});
