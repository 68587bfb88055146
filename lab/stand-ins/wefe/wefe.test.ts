import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { bson, mongoServer, sayHello } from "./mongo.js";
import { nativePassword } from "./mysql.js";
import { pingRedis, requirePage } from "./probes.js";
import { missing, parseProperties } from "./properties.js";
import { mongoAddress, routes, runService } from "./run.js";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A port of loopback on which the server listens. */
async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

test("properties as Java reads them", () => {
  const text = "# a\n! b\na=1\nb : 2\nc 3\n  d = x=y \ne=one \\\n   two\na=4\nf=\n";
  expect([...parseProperties(text)]).toEqual([
    ["a", "4"],
    ["b", "2"],
    ["c", "3"],
    ["d", "x=y"],
    ["e", "one two"],
    ["f", ""],
  ]);
});

test("missing, empty and unfilled values are told", () => {
  expect(missing(parseProperties("a=1\nb=\nc=${IP}"), ["a", "b", "c", "d"])).toEqual([
    "b is empty",
    "c=${IP}: a placeholder that nobody filled",
    "d is missing",
  ]);
});

test("MySQL's answer to a challenge is SHA1(p) XOR SHA1(challenge, SHA1(SHA1(p)))", () => {
  const challenge = Buffer.from("0102030405060708090a0b0c0d0e0f1011121314", "hex");
  expect(nativePassword("secret", challenge).toString("hex")).toBe(
    "b32bb3a583e1340c0a1108d58b1be49781ad8c2f",
  );
  expect(nativePassword("", challenge).length).toBe(0);
});

test("BSON as its specification's first example", () => {
  expect(bson({ hello: "world" }).toString("latin1")).toBe("\x16\0\0\0\x02hello\0\x06\0\0\0world\0\0");
});

test("the stand-in of MongoDB answers hello; what is no MongoDB is told from it", async () => {
  await sayHello("127.0.0.1", await listen(mongoServer()));
  const other = await listen(createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
  await expect(sayHello("127.0.0.1", other)).rejects.toThrow("not an answer of MongoDB");
});

test("Redis must answer PONG, and its error is told", async () => {
  const good = await listen(
    createServer((socket) => socket.on("data", () => socket.write("+OK\r\n+PONG\r\n"))),
  );
  await pingRedis("127.0.0.1", good, "secret");
  const bad = await listen(
    createServer((socket) => socket.on("data", () => socket.write("-NOAUTH Authentication required.\r\n"))),
  );
  await expect(pingRedis("127.0.0.1", bad, "")).rejects.toThrow("NOAUTH");
});

test("a page must be 200 and hold the text", async () => {
  const port = await listen(createHttp((_, outgoing) => outgoing.end("Ok.\n")));
  await requirePage(`http://127.0.0.1:${port}/ping`, "Ok.");
  await expect(requirePage(`http://127.0.0.1:${port}/ping`, "Not")).rejects.toThrow("status 200, Ok.");
});

test.each([
  ["mongodb://u:p@mongodb.service:27018/db?authSource=admin", { host: "mongodb.service", port: 27018 }],
  ["mongodb://mongodb.service/db", { host: "mongodb.service", port: 27017 }],
])("%s is %j", (uri, expected) => {
  expect(mongoAddress("key", uri)).toEqual(expected);
});

test("addresses and routes of another shape are refused with their key", () => {
  expect(() => mongoAddress("a.uri", "mongo:27017")).toThrow("a.uri=mongo:27017: not mongodb://host:port/…");
  expect(routes("/iam/=host.service:8089, /board-service/=h:1")).toEqual([
    { prefix: "/iam/", host: "host.service", port: 8089 },
    { prefix: "/board-service/", host: "h", port: 1 },
  ]);
  expect(() => routes("/iam=host:1")).toThrow("gateway.routes: /iam=host:1 is not /path/=host:port");
});

function place(properties: string) {
  const folder = mkdtempSync(join(tmpdir(), "stand-in-wefe-"));
  mkdirSync(join(folder, "config"));
  writeFileSync(join(folder, "config", "application.properties"), properties);
  return { config: join(folder, "config"), logs: join(folder, "logs"), waitSeconds: 0, receiptSeconds: 1 };
}

test("a service whose file lacks keys ends at once and names all of them", async () => {
  await expect(runService("welab-gateway", place("a=1\n"))).rejects.toThrow(
    /nacos\.server-addr is missing\n.*gateway\.routes is missing/,
  );
  await expect(runService("wefe-unknown", place(""))).rejects.toThrow("no service of WeFe");
});

test("a service whose dependency is not there ends and names it", async () => {
  const closed = await listen(createServer());
  for (const server of open.splice(0)) server.close();
  const properties = `nacos.server-addr=127.0.0.1:${closed}\ngateway.routes=/iam/=127.0.0.1:1\n`;
  await expect(runService("welab-gateway", place(properties))).rejects.toThrow(/^nacos: .*ECONNREFUSED/);
});
