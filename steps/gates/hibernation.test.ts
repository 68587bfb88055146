import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  forgetHibernation,
  type Hibernation,
  parseHibernation,
  readHibernation,
  writeHibernation,
} from "./hibernation.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hibernation "));
  mkdirSync(join(root, "var/lib/consortium/prod"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const run = (script: string) => execFileSync("sh", ["-s"], { input: script, encoding: "utf8" });

const record: Hibernation = {
  network: "3f9a",
  since: "2026-01-02T03:04:05.000Z",
  by: "o'neil@desk",
  heights: { "peer0.org1.example.com": { mychannel: 8 } },
};

test("what was written is read, whatever is in it, and only its owner may read it", () => {
  writeFileSync(join(root, "var/lib/consortium/prod/owner"), "3f9a\n");
  run(writeHibernation("prod", record, root));
  expect(parseHibernation(run(readHibernation("prod", root)))).toEqual({ network: "3f9a", record });
  const folder = join(root, "var/lib/consortium/prod");
  expect(readdirSync(folder).sort()).toEqual(["hibernation.json", "owner"]);
  expect(statSync(join(folder, "hibernation.json")).mode & 0o777).toBe(0o600);
});

test("a server that is claimed and awake has no record", () => {
  writeFileSync(join(root, "var/lib/consortium/prod/owner"), "3f9a\n");
  expect(parseHibernation(run(readHibernation("prod", root)))).toEqual({ network: "3f9a" });
  expect(parseHibernation("")).toEqual({});
});

test("a record is removed, also when there is none", () => {
  run(writeHibernation("prod", record, root));
  run(forgetHibernation("prod", root));
  run(forgetHibernation("prod", root));
  expect(parseHibernation(run(readHibernation("prod", root)))).toEqual({});
});
