import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canaryOf, newCanaryValue } from "./canary.js";
import { hostSteps } from "./host.js";
import { parseSearch, searchScript, searchStep } from "./search.js";

const value = newCanaryValue("registry-login");
const canary = canaryOf("registry-login", "registry", [value]);
const other = canaryOf("passphrase", "passphrase", [newCanaryValue("passphrase")]);

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "search "));
  for (const folder of ["temporary", "bin", "logs", "host/var/lib/consortium/dev", "host/tmp", "host/root"])
    mkdirSync(join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** Runs a search on this machine with its own temporary folder and a `docker` of ours. */
function search(...steps: string[]) {
  const printed = execFileSync("sh", ["-s"], {
    input: searchScript([canary, other], steps),
    encoding: "utf8",
    env: {
      ...process.env,
      TMPDIR: join(root, "temporary"),
      PATH: `${join(root, "bin")}:${process.env.PATH}`,
    },
  });
  return parseSearch([canary, other], printed);
}

/** Puts a file below the root. */
function put(file: string, content: string | Buffer): void {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), content);
}

describe("a secret is found", () => {
  test.each([
    { kind: "a text", content: `{"password":"${value}"}\n` },
    { kind: "a binary file", content: Buffer.concat([Buffer.from([0, 255, 10, 0]), Buffer.from(value)]) },
    { kind: "a file in base64", content: Buffer.from(`{"auth":"${value}"}`).toString("base64") },
    { kind: "a hidden file", content: value, file: "logs/.sh_history" },
    { kind: "a file below", content: value, file: "logs/history/e2e/1.json" },
  ])("in $kind", ({ content, file = "logs/x: y" }) => {
    put(file, content);
    expect(search(searchStep("state", "here", [join(root, "logs")]))).toEqual([
      {
        place: "state",
        machine: "here",
        files: 1,
        bytes: Buffer.byteLength(content),
        found: [{ canary, file: join(root, file) }],
        marked: true,
      },
    ]);
  });
});

test("a place without secrets says what was looked at, and one that is not there that it was nothing", () => {
  put("logs/a", "12345");
  put("logs/b", "678");
  expect(
    search(
      searchStep("logs", "k1", [join(root, "logs")]),
      searchStep("audit file", "here", [join(root, "nowhere")]),
    ),
  ).toEqual([
    { place: "logs", machine: "k1", files: 2, bytes: 8, found: [], marked: true },
    { place: "audit file", machine: "here", files: 0, bytes: 0, found: [], marked: true },
  ]);
});

test("nothing of the search stays behind", () => {
  search(searchStep("logs", "k1", [join(root, "logs")]));
  expect(readdirSync(join(root, "temporary"))).toEqual([]);
});

describe("on a host a secret is found", () => {
  const docker = (rest: Readonly<Record<"logs" | "inspect", string>>) => `#!/bin/sh
case "$1" in
  ps) echo dev-kafka1 ;;
  logs) echo ${rest.logs} >&2 ;;
  inspect) echo ${rest.inspect} ;;
esac
`;
  /** What was found on the host, by place. */
  function onHost(planted: Partial<Record<"logs" | "inspect", string>> = {}) {
    writeFileSync(join(root, "bin/docker"), docker({ logs: "started", inspect: "[{}]", ...planted }), {
      mode: 0o755,
    });
    const looked = search(...hostSteps("k1", join(root, "host")));
    expect(looked.every(({ marked }) => marked)).toBe(true);
    return Object.fromEntries(looked.map(({ place, found }) => [place, found.map((one) => one.canary.name)]));
  }
  const nothing = {
    "files in /tmp and the homes": [],
    "files in /var/lib/consortium": [],
    "logs of Docker and sshd": [],
    "container logs": [],
    "docker inspect": [],
    "files of containers": [],
  };

  test("nowhere when none was planted", () => expect(onHost()).toEqual(nothing));

  test.each([
    { place: "files in /tmp and the homes", file: "host/tmp/left" },
    { place: "files in /tmp and the homes", file: "host/root/.bash_history" },
    { place: "files in /var/lib/consortium", file: "host/var/lib/consortium/dev/stamp" },
    { place: "logs of Docker and sshd", file: "host/var/log/dockerd.log" },
    { place: "files of containers", file: "host/var/lib/docker/overlay2/ab/diff/etc/kafka/tls/broker.pem" },
    { place: "files of containers", file: "host/var/lib/docker/volumes/dev-kafka1-data/_data/x" },
  ])("in $file", ({ place, file }) => {
    put(file, value);
    expect(onHost()).toEqual({ ...nothing, [place]: ["registry"] });
  });

  test("in what a container logs, and in how it was made", () => {
    expect(onHost({ logs: value })).toEqual({ ...nothing, "container logs": ["registry"] });
    expect(onHost({ inspect: value })).toEqual({ ...nothing, "docker inspect": ["registry"] });
  });
});
