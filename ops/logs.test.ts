import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { rangeOf } from "./logs.js";
import { callVerb, writeStackFile } from "./testing.js";

/* The verb as it is called. Its way to the servers is a broker of ours, behind which stands a Docker of ours. */

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExampl";
let folder = "";
let file = "";
let broker: Server;
let engine: ReturnType<typeof createHttpServer>;
/** Followed logs that are open. */
let followed: { readonly path: string; readonly response: ServerResponse }[] = [];

const history: Readonly<Record<string, string[]>> = {
  "dev-kafka1": ["2025-06-01T10:00:00.000000001Z one", "2025-06-01T10:00:00.000000003Z three"],
  "dev-kafka2": ["2025-06-01T10:00:00.000000002Z two", "2025-06-01T10:00:00.000000004Z four"],
};

function frame(line: string): Buffer {
  const body = Buffer.from(`${line}\n`);
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  file = writeStackFile(folder, { up1: { hostKey, port: 22 }, down1: { hostKey, port: 23 } });
  engine = createHttpServer((request, response) => {
    const path = request.url ?? "";
    const container = /^\/containers\/([^/]+)\/logs/.exec(path)?.[1] ?? "";
    if (path.includes("follow=1")) {
      response.flushHeaders();
      followed.push({ path, response });
      return;
    }
    for (const line of history[container] ?? []) response.write(frame(line));
    response.end();
  });
  const socket = join(folder, "docker.sock");
  await new Promise<void>((resolve) => engine.listen(socket, resolve));
  broker = createServer((client) => {
    client.on("error", () => {});
    client.once("data", (request: Buffer) => {
      const { kind, target } = JSON.parse(request.toString()) as { kind: string; target: { port: number } };
      if (target.port === 23) {
        client.end('{"ok":false,"failure":"unreachable","message":"down1: cannot be reached"}\n');
        return;
      }
      client.write('{"ok":true}\n');
      if (kind !== "unix") return;
      const docker = connect(socket);
      docker.on("error", () => client.destroy());
      client.pipe(docker).pipe(client);
    });
  });
  await new Promise<void>((resolve) => broker.listen(join(folder, "broker.sock"), resolve));
});

beforeEach(() => {
  followed = [];
});

afterAll(() => {
  broker.close();
  engine.closeAllConnections();
  engine.close();
  rmSync(folder, { recursive: true });
});

function logs(...args: string[]) {
  return callVerb(["logs", "--file", file, ...args], { CONSORTIUM_SSH_BROKER: join(folder, "broker.sock") });
}

const both = `up1/kafka1 | one
up1/kafka2 | two
up1/kafka1 | three
up1/kafka2 | four
`;

test("lines of several services stand by their time", async () => {
  const { ended, printed } = logs("kafka1", "kafka2");
  expect(await ended).toBe(0);
  expect(printed.stdout).toBe(both);
}, 120_000);

test("only lines that match are shown, and a server that is down is said and stops no other", async () => {
  const { ended, printed } = logs("--grep", "^t", "--json", "kafka?", "bar*");
  expect(await ended).toBe(2);
  expect(
    printed.stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      time: "2025-06-01T10:00:00.000000002Z",
      server: "up1",
      service: "kafka2",
      stream: "stdout",
      text: "two",
    },
    {
      time: "2025-06-01T10:00:00.000000003Z",
      server: "up1",
      service: "kafka1",
      stream: "stdout",
      text: "three",
    },
  ]);
  expect(printed.stderr).toBe("down1/bar.org5.example.com: down1: cannot be reached\n");
}, 120_000);

test("a followed log goes on over a break, and Ctrl-C ends it well", async () => {
  const { child, ended, printed } = logs("-f", "kafka1");
  const opened = (count: number) =>
    vi.waitFor(() => expect(followed).toHaveLength(count), { timeout: 60_000 });
  const shows = (text: string) =>
    vi.waitFor(() => expect(printed.stdout).toContain(text), { timeout: 60_000 });
  await opened(1);
  expect(followed[0]?.path).toContain("since=1748772000.000000003");
  followed[0]?.response.write(frame("2025-06-01T10:00:00.000000003Z three"));
  followed[0]?.response.end(frame("2025-06-01T10:00:05.000000000Z five"));
  await opened(2);
  followed[1]?.response.write(frame("2025-06-01T10:00:06.000000000Z six"));
  await shows("six");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(printed).toEqual({
    stdout: "up1/kafka1 | one\nup1/kafka1 | three\nup1/kafka1 | five\nup1/kafka1 | six\n",
    stderr: "up1/kafka1: the log ended; does its container run?; trying again\n",
  });
}, 120_000);

test("a reader that has seen enough ends it well", async () => {
  const { child, ended, printed } = logs("-f", "kafka1");
  await vi.waitFor(() => expect(followed).toHaveLength(1), { timeout: 60_000 });
  child.stdout?.destroy();
  const talking = setInterval(
    () => followed[0]?.response.write(frame("2025-06-01T10:00:07.000000000Z more")),
    50,
  );
  expect(await ended).toBe(0);
  clearInterval(talking);
  expect(printed.stderr).toBe("");
}, 120_000);

test("a followed log that cannot be written ends, and not well", async () => {
  const full = openSync("/dev/full", "w");
  const env = { CONSORTIUM_SSH_BROKER: join(folder, "broker.sock") };
  const { ended, printed } = callVerb(["logs", "--file", file, "-f", "kafka1"], env, "", full);
  closeSync(full);
  expect(await ended).toBe(2);
  expect(printed.stderr).toMatch(/^consortium: the output could not be written: ENOSPC.*\n$/);
}, 120_000);

test.each([
  { options: {}, range: { tail: 50 } },
  { options: { tail: 0 }, range: { tail: 0 } },
  { options: { grep: /x/ }, range: {} },
  { options: { since: new Date("2025-06-01T10:00:00Z") }, range: { since: "2025-06-01T10:00:00.000Z" } },
  { options: { grep: /x/, tail: 9 }, range: { tail: 9 } },
])("$options reads $range", ({ options, range }) => {
  expect(rangeOf(options)).toEqual(range);
});
