import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent, startServer, type TestAgent, type TestServer } from "../hosts/ssh/test-server.js";
import { freePort } from "../hosts/ssh/test-sshd.js";
import { callVerb, writeStackFile } from "./testing.js";

/*
 * The verbs as they are called, over a real SSH connection to this machine, where `docker` is a script of ours. One
 * server of the stack answers, the other is down.
 */

const docker = `#!/bin/sh
case "$1" in
  version) echo 24.0.7 ;;
  ps) echo f1 ;;
  inspect)
    case "$3" in
      runs*) echo "runs /dev-kafka1 sha256:ab" ;;
      limit*) echo "limit /dev-kafka1 2000000000 1073741824" ;;
      *) printf '%s\\n' 'container {"name":"/dev-kafka1","state":{"Status":"exited","Running":false,"OOMKilled":false,"ExitCode":1,"StartedAt":"2025-06-01T10:00:00Z"},"restarts":4,"image":"sha256:ab","labels":{"consortium.role":"kafka"}}' ;;
    esac ;;
  image) printf '%s\\n' 'image {"id":"sha256:ab","bytes":1048576,"architecture":"amd64","digests":["r/k@sha256:cd"],"tags":[]}' ;;
  stats) printf '%s\\n' 'stats {"Name":"dev-kafka1","CPUPerc":"1.50%","MemUsage":"339.5MiB / 1GiB","BlockIO":"0B / 0B","PIDs":"71"}' ;;
  exec) shift 3; exec "$@" ;;
esac
`;

let folder = "";
let file = "";
let agent: TestAgent;
let up: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "verbs-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/docker"), docker, { mode: 0o755 });
  process.env.PATH = `${join(folder, "bin")}:${process.env.PATH}`;
  agent = await startAgent();
  up = await startServer({ authorized: agent.publicKey });
  const downPort = await freePort();
  const { hostKey, port } = up.target;
  file = writeStackFile(folder, { up1: { hostKey, port }, down1: { hostKey, port: downPort } });
});

afterAll(async () => {
  await up.close();
  await agent.close();
  rmSync(folder, { recursive: true });
});

async function consortium(args: readonly string[], stdin = "") {
  const [verb = "", ...rest] = args;
  const env = { SSH_AUTH_SOCK: agent.socket, CONSORTIUM_SSH_BROKER: "" };
  const { ended, printed } = callVerb([verb, "--file", file, ...rest], env, stdin);
  return { code: await ended, ...printed };
}

test("ps shows what runs, over one login a server, and a server that is down stops no other", async () => {
  const before = up.logins();
  const { code, stdout, stderr } = await consortium(["ps", "kafka1", "kafka2", "bar*", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { service: "kafka1", server: "up1", state: "exited", exitCode: 1, restarts: 4 },
    { service: "kafka2", server: "up1", state: "absent" },
    { service: "bar.org5.example.com", server: "down1", state: "unknown" },
  ]);
  expect(stderr).toMatch(/^down1: .*cannot be reached \(ECONNREFUSED\)/);
  expect(code).toBe(2);
  expect(up.logins() - before).toBe(1);
}, 120_000);

test("stats shows figures and limits", async () => {
  const { code, stdout } = await consortium(["stats", "kafka1"]);
  expect(stdout).toMatch(/^kafka1 +up1 +1\.5 % +2 +340 MiB +1 GiB +0 B \/ 0 B +71$/m);
  expect(code).toBe(0);
}, 120_000);

test("images shows what containers run, and names a server that is down", async () => {
  const { code, stdout, stderr } = await consortium(["images", "kafka1", "bar*", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      service: "kafka1",
      planned: "fabric-kafka",
      id: "sha256:ab",
      bytes: 1_048_576,
      digests: ["r/k@sha256:cd"],
    },
    { service: "bar.org5.example.com", server: "down1" },
  ]);
  expect(stderr).toMatch(/^down1: .*cannot be reached/);
  expect(code).toBe(2);
}, 120_000);

test("exec passes input, output, errors and exit status through, and is recorded without its arguments", async () => {
  const { code, stdout, stderr } = await consortium(
    ["exec", "kafka1", "--", "sh", "-c", "cat; echo canary-secret >&2; exit 7"],
    "from outside",
  );
  expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: "from outside", stderr: "canary-secret\n" });
  const recorded = readFileSync(join(folder, ".consortium/events.jsonl"), "utf8");
  expect(JSON.parse(recorded)).toMatchObject({
    verb: "exec",
    arguments: { service: "kafka1", program: "sh" },
    result: "exit status 7",
  });
  expect(recorded).not.toContain("canary");
}, 120_000);

test("exec ends a program that nobody reads any more, and not as if it had ended well", async () => {
  const env = { SSH_AUTH_SOCK: agent.socket, CONSORTIUM_SSH_BROKER: "" };
  const { child, ended } = callVerb(["exec", "--file", file, "kafka1", "--", "yes"], env);
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await ended).toBe(141);
}, 120_000);

test("exec on a server that is down says so and ends with status 2", async () => {
  const { code, stderr } = await consortium(["exec", "bar*", "--", "true"]);
  expect(stderr).toMatch(/^consortium: .*cannot be reached/);
  expect(code).toBe(2);
}, 120_000);
