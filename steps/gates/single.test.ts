import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import type { Link } from "../../hosts/ssh/index.js";
import type { PlannedService, ReadyCheck } from "../../topology/model/service.js";
import { bridgedService, plainService } from "../../topology/testing/bridged.js";
import { lookAtSingle, servesWhen } from "./single.js";

const server = {
  name: "p1",
  address: "10.0.0.21",
  ssh: { host: "10.0.0.21", port: 22, user: "root", hostKey: "" },
};
const asksChain: readonly ReadyCheck[] = [
  { kind: "command", command: ["./console.sh", "getBlockNumber"], matches: "^\\d+$" },
];
const disabled = { test: ["NONE"], intervalSeconds: 0, timeoutSeconds: 0, retries: 0, startSeconds: 0 };
/** A service that is no CouchDB, as which the test plans have it. */
const service = (change: Partial<PlannedService>): PlannedService => ({
  ...plainService,
  role: "wefe-service",
  ...change,
});

/** What is missing on a server where each container runs, without a check of Docker's, and prints this. */
async function missing(one: PlannedService, prints = ""): Promise<string[]> {
  const docker = () => {
    const state = { Status: "running", Running: true, ExitCode: 0 };
    const answer = JSON.stringify({ State: state, RestartCount: 0, Config: { Labels: null } });
    const socket: Duplex = new Duplex({
      read() {},
      write(_chunk, _encoding, done) {
        socket.push(`HTTP/1.0 200 OK\r\n\r\n${answer}`);
        socket.push(null);
        done();
      },
    });
    return socket;
  };
  const link: Pick<Link, "connectTcp" | "connectUnix" | "exec"> = {
    connectUnix: async () => docker(),
    connectTcp: async () => {
      throw new Error("connection refused");
    },
    exec: async () => ({ code: 0, stdout: prints, stderr: "" }),
  };
  const look = await lookAtSingle(one, server, { to: async () => link as Link });
  return look.unmet.map(({ condition }) => condition);
}

test("a service is asked what pulumi up asks it, so one that only runs does not serve", async () => {
  const console = service({ ports: [], ready: asksChain });
  expect(await missing(console, "37\n")).toEqual([]);
  expect(await missing(console, "no connection\n")).toEqual(["./console.sh getBlockNumber: no connection"]);
});

test("a health check that its package switches off is not waited for", async () => {
  expect(await missing(service({ ports: [], ready: [], healthcheck: disabled }))).toEqual([]);
});

test("a service without checks of its own listens on its ports", async () => {
  expect(await missing(service({}))).toEqual([expect.stringContaining("port 6379: ")]);
});

test.each<{ one: PlannedService; says: string }>([
  { one: plainService, says: "/_up answers on port 6379" },
  { one: service({}), says: "port 6379 accepts connections" },
  { one: service({ ports: [], ready: [], healthcheck: disabled }), says: "its container runs" },
  { one: service({ ready: asksChain }), says: "./console.sh getBlockNumber answers" },
  {
    one: {
      ...bridgedService,
      role: "wefe-data",
      ready: [
        { kind: "http", host: "10.0.0.21", port: 8086, path: "/alive" },
        { kind: "inside", host: "10.0.0.21", port: 3306 },
      ],
    },
    says: "its health check passes, /alive answers on port 8086, its container reaches port 3306 of its server",
  },
])("people are told what is asked: $says", ({ one, says }) => {
  expect(servesWhen(one)).toBe(says);
});

test("a CouchDB is asked whether it serves, on its server's loopback", async () => {
  const couchdb = service({
    role: "couchdb",
    ports: [{ name: "http", port: 5984, address: "127.0.0.1", exposure: "loopback" }],
  });
  expect(await missing(couchdb)).toEqual(["port 5984: connection refused"]);
  expect(servesWhen(couchdb)).toBe("/_up answers on port 5984");
});
