import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseKept, readScript, type Stamp, stampOf, writeScript } from "./stamp.js";
import { quorum } from "./testing.js";

let root: string;
let formed: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stamp-"));
  formed = join(root, "var/lib/consortium/prod/formed");
  mkdirSync(formed, { recursive: true });
  // Stands for Docker: a volume is there when its directory is.
  writeFileSync(
    join(root, "docker"),
    `#!/bin/sh\nfor name; do :; done\n[ -d ${root}/volumes/$name ] && echo ${root}/volumes/$name\n`,
  );
  chmodSync(join(root, "docker"), 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function run(script: string): string {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-s"], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${root}:${process.env.PATH}` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const stamp: Stamp = {
  network: "3f9a",
  since: "2026-01-02T03:04:05.000Z",
  members: {
    kafka1: { server: "k1", volumes: ["prod-kafka1-data"] },
    kafka2: { server: "k2", volumes: ["prod-kafka2-data"] },
    kafka3: { server: "k3", volumes: ["prod-kafka3-data"] },
  },
};

test("a server keeps nothing before the quorum was formed", () => {
  expect(parseKept(run(readScript(quorum, [], root)))).toEqual({ volumes: {}, accepted: [] });
});

test("what was written is read back, readable by root alone and without leftovers", () => {
  run(writeScript(quorum, stamp, root));
  expect(parseKept(run(readScript(quorum, [], root))).stamp).toEqual(stamp);
  expect(readdirSync(formed)).toEqual(["kafka.json"]);
  expect(statSync(join(formed, "kafka.json")).mode & 0o777).toBe(0o600);
});

test("volumes are absent, empty or hold data", () => {
  mkdirSync(join(root, "volumes/empty"), { recursive: true });
  mkdirSync(join(root, "volumes/full/version-2"), { recursive: true });
  expect(parseKept(run(readScript(quorum, ["none", "empty", "full"], root))).volumes).toEqual({
    none: "absent",
    empty: "empty",
    full: "data",
  });
});

test("an accepted loss is seen, and forgotten when the quorum is whole again", () => {
  writeFileSync(join(formed, "kafka.accept-empty-kafka2"), "");
  expect(parseKept(run(readScript(quorum, [], root))).accepted).toEqual(["kafka2"]);
  run(writeScript(quorum, stamp, root));
  expect(parseKept(run(readScript(quorum, [], root))).accepted).toEqual([]);
});

test("another quorum's stamp is left alone", () => {
  writeFileSync(join(formed, "zookeeper.json"), "{}\n");
  run(writeScript(quorum, stamp, root));
  expect(readFileSync(join(formed, "zookeeper.json"), "utf8")).toBe("{}\n");
});

test("a stamp names every member with its server and volumes", () => {
  expect(stampOf(quorum, [], new Date("2026-01-02T03:04:05Z"))).toEqual(stamp);
});

test("a quorum that was formed before keeps its date", () => {
  const later = new Date("2026-05-05T00:00:00Z");
  expect(stampOf(quorum, [stamp, { ...stamp, since: "2026-03-03T00:00:00.000Z" }], later).since).toBe(
    "2026-01-02T03:04:05.000Z",
  );
});
