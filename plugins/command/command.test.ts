import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SshPool } from "../../hosts/ssh/pool.js";
import { startAgent, startServer, type TestAgent, type TestServer } from "../../hosts/ssh/test-server.js";
import { type EngineSide, engineSide } from "../rpc/harness.js";
import {
  archiveSignature,
  assetSignature,
  isSecret,
  type Props,
  secret,
  signatureKey,
  unknown,
} from "../rpc/values.js";
import { commandPackage } from "./package.js";

const local = "command:local:Command";
const remote = "command:remote:Command";
const copy = "command:remote:CopyToRemote";

let work: string;
let agent: TestAgent;
let server: TestServer;
let pool: SshPool;
let pkg: ReturnType<typeof commandPackage>;
let engine: EngineSide;
let connection: Props;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "consortium-command-"));
  agent = await startAgent();
  server = await startServer({ authorized: agent.publicKey });
  pool = new SshPool();
  pkg = commandPackage("1.2.1", pool);
  engine = await engineSide(pkg);
  const { host, port, user, hostKey } = server.target;
  connection = { host, port, user, hostKey, agentSocketPath: agent.socket };
});
afterAll(async () => {
  engine.close();
  await pkg.close();
  await pool.close();
  await server.close();
  await agent.close();
  rmSync(work, { recursive: true });
});

describe("local.Command", () => {
  test("runs with sh, in its directory, with its environment and standard input", async () => {
    const { outputs } = await engine.create(local, {
      create: "pwd; echo $COLOUR; cat; echo err >&2",
      dir: "/usr",
      environment: { COLOUR: "red" },
      stdin: "in\n",
    });
    expect(outputs.stdout).toBe("/usr\nred\nin");
    expect(outputs.stderr).toBe("err");
  });

  test("another interpreter gets the command as its last word", async () => {
    const { outputs } = await engine.create(local, {
      create: "console.log(6*7)",
      interpreter: ["node", "-e"],
    });
    expect(outputs.stdout).toBe("42");
  });

  test("finds the shared connections through the broker", async () => {
    const { outputs } = await engine.create(local, {
      create: 'test -S "$CONSORTIUM_SSH_BROKER" && stat -c %a "$CONSORTIUM_SSH_BROKER"',
    });
    expect(outputs.stdout).toBe("600");
  });

  test("without create nothing runs", async () => {
    expect((await engine.create(local, { delete: "false" })).outputs).toEqual({
      delete: "false",
      stdout: "",
      stderr: "",
    });
  });

  test("a secret input stays secret and standard output does not become one", async () => {
    const { outputs } = await engine.create(local, { create: "wc -c", stdin: secret("hunter2222") });
    expect(isSecret(outputs.stdin)).toBe(true);
    expect(String(outputs.stdout).trim()).toBe("10");
  });

  test("a failure names status and command and quotes the last 20 lines, secrets masked, standard input never", async () => {
    const create =
      "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i; done; read x; echo got $x >&2; exit 3";
    const error = await engine
      .create(local, { create, stdin: secret("hunter2222\n") })
      .catch((e: { message: string }) => e);
    if (!("message" in error)) throw new Error("it did not fail");
    expect(error.message).toMatch(/^exit status 3: running "i=0; while/);
    expect(error.message).toContain("\nline 30\ngot [secret]");
    expect(error.message).not.toContain("line 11\n");
    expect(error.message).toContain("line 12\n");
    expect(error.message).not.toContain("hunter");
  });

  test("a program that does not exist is named", async () => {
    await expect(engine.create(local, { create: "x", interpreter: ["/nonexistent/sh"] })).rejects.toEqual({
      message: "/nonexistent/sh could not be started (ENOENT)",
    });
  });

  test("update runs `update`, with the last output in its environment; without it `create` again", async () => {
    const before = { create: "echo one" };
    const old = (await engine.create(local, before)).outputs;
    const updated = await engine.update(local, "id", before, old, {
      create: "echo one",
      update: "echo was $PULUMI_COMMAND_STDOUT",
    });
    expect(updated.stdout).toBe("was one");
    expect((await engine.update(local, "id", before, old, { create: "echo two" })).stdout).toBe("two");
    const without = { create: "echo ${PULUMI_COMMAND_STDOUT-unset}", addPreviousOutputInEnv: false };
    expect((await engine.update(local, "id", before, old, without)).stdout).toBe("unset");
  });

  test("delete runs `delete`", async () => {
    const file = join(work, "deleted");
    await engine.remove(local, "id", { delete: `touch ${file}` }, {});
    expect(existsSync(file)).toBe(true);
  });

  test("cancel ends the command and everything it started", async () => {
    const other = await engineSide(pkg);
    const file = join(work, "started");
    const running = other.create(local, { create: `touch ${file}; sleep 63 & wait` });
    const failed = expect(running).rejects.toEqual({ message: "the command was cancelled" });
    while (!existsSync(file)) await sleep(20);
    await other.cancel();
    await failed;
    const { outputs } = await engine.create(local, {
      create: "ps -eo args | grep -c '^slee[p] 63$' || true",
    });
    expect(outputs.stdout).toBe("0");
    other.close();
  });
});

describe("what a change does to a command", () => {
  test.each([
    { change: { create: "b" }, changes: ["create"], replaces: [] },
    { change: { stdin: "b" }, changes: ["stdin"], replaces: [] },
    { change: { environment: { A: "b" } }, changes: ["environment"], replaces: [] },
    { change: { logging: "none" }, changes: ["logging"], replaces: [] },
    { change: { delete: "b" }, changes: ["delete"], replaces: [] },
    { change: { triggers: ["2"] }, changes: ["triggers"], replaces: ["triggers"] },
  ])("$change: changes $changes, replaces $replaces", async ({ change, changes, replaces }) => {
    const olds = { create: "a", stdin: "a", environment: { A: "a" }, triggers: ["1"] };
    expect(await engine.diff(local, olds, { ...olds, ...change })).toEqual({
      changes,
      replaces,
      deleteBeforeReplace: false,
    });
  });

  test("a preview knows neither output", async () => {
    const { outputs } = await engine.create(local, { create: "a" }, "preview");
    expect(outputs).toEqual({ create: "a", stdout: unknown, stderr: unknown });
  });
});

describe("remote.Command", () => {
  test("runs on the server with standard input", async () => {
    const { outputs } = await engine.create(remote, {
      connection,
      create: "sh -s",
      stdin: "echo $((6*7)); echo e >&2",
    });
    expect(outputs.stdout).toBe("42");
    expect(outputs.stderr).toBe("e");
  });

  test("all commands share one login", async () => {
    await Promise.all([1, 2, 3].map((n) => engine.create(remote, { connection, create: `echo ${n}` })));
    expect(server.logins()).toBe(1);
  });

  test("a failure names the server and masks secrets", async () => {
    await expect(
      engine.create(remote, { connection, create: "cat; exit 4", stdin: secret("hunter2222") }),
    ).rejects.toEqual({
      message: `exit status 4: running "cat; exit 4":\n[secret]\n(on ${server.target.user}@127.0.0.1:${server.target.port})`,
    });
  });

  test("an environment the server does not accept is an error that names it", async () => {
    await expect(
      engine.create(remote, { connection, create: "true", environment: { COLOUR: "red" } }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("the server does not accept the environment variables COLOUR"),
    });
  });

  test.each([
    { without: "a host key", given: { host: "h" }, says: /^connection\.hostKey is missing/ },
    {
      without: "a whole host key",
      given: { host: "h", hostKey: "ssh-ed25519" },
      says: /^connection\.hostKey is not a public key/,
    },
    {
      without: "a host key of the proxy",
      given: {
        host: "h",
        hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        proxy: { host: "j" },
      },
      says: /^connection\.proxy\.hostKey is missing/,
    },
  ])("refused without $without", async ({ given, says }) => {
    expect((await engine.check(remote, { connection: given, create: "true" })).failures[0]).toMatch(says);
  });

  test("a server that is not there is an error after the dials asked for", async () => {
    const gone = { ...connection, port: 1, dialErrorLimit: 2 };
    await expect(engine.create(remote, { connection: gone, create: "true" })).rejects.toMatchObject({
      message: expect.stringMatching(/127\.0\.0\.1:1: cannot be reached \(ECONNREFUSED\).*\(tried 2 times\)/),
    });
  });
});

describe("CopyToRemote", () => {
  const asset = (fields: Props): Props => ({ [signatureKey]: assetSignature, ...fields });
  const archive = (path: string): Props => ({ [signatureKey]: archiveSignature, path });

  test("text and files arrive, missing directories are made", async () => {
    const remotePath = join(work, "a/b/c");
    await engine.create(copy, { connection, source: asset({ text: "hello" }), remotePath });
    expect(readFileSync(remotePath, "utf8")).toBe("hello");
    writeFileSync(join(work, "file"), "from a file");
    await engine.create(copy, { connection, source: asset({ path: join(work, "file") }), remotePath });
    expect(readFileSync(remotePath, "utf8")).toBe("from a file");
  });

  test("a directory lands below the path, its content with a slash at the end", async () => {
    const source = join(work, "tree");
    mkdirSync(join(source, "sub"), { recursive: true });
    writeFileSync(join(source, "sub/x"), "x");
    chmodSync(join(source, "sub/x"), 0o750);
    await engine.create(copy, { connection, source: archive(source), remotePath: join(work, "to") });
    expect(readFileSync(join(work, "to/tree/sub/x"), "utf8")).toBe("x");
    await engine.create(copy, { connection, source: archive(`${source}/`), remotePath: join(work, "into") });
    expect(readFileSync(join(work, "into/sub/x"), "utf8")).toBe("x");
  });

  test("an update copies only when source or path changed", async () => {
    const remotePath = join(work, "again");
    const olds = { connection, source: asset({ text: "1", hash: "h1" }), remotePath };
    await engine.create(copy, olds);
    writeFileSync(remotePath, "changed by hand");
    await engine.update(copy, "id", olds, olds, {
      ...olds,
      connection: { ...connection, perDialTimeout: 3 },
    });
    expect(readFileSync(remotePath, "utf8")).toBe("changed by hand");
    await engine.update(copy, "id", olds, olds, { ...olds, source: asset({ text: "2", hash: "h2" }) });
    expect(readFileSync(remotePath, "utf8")).toBe("2");
  });
});
