import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Link } from "../../hosts/ssh/index.js";
import type { ReadyCheck } from "../../topology/model/service.js";
import { lookAtService } from "./look-at-service.js";

let alive: Server;
let docker: Server;
/** What Docker was asked, and how the container's own check ends when it is run. */
let asked: string[] = [];
let checkStatus = 1;
let state: { Status: string; Running: boolean; ExitCode: number; Health?: { Status: string } };
beforeAll(async () => {
  alive = createServer(({ url }, response) => {
    response.statusCode = url === "/service/alive" ? 200 : 404;
    response.end('{"code":0}');
  });
  docker = createServer(({ url = "", method }, response) => {
    asked.push(`${method} ${url}`);
    if (url.endsWith("/exec")) response.statusCode = 201;
    const Config = { Labels: null, Healthcheck: { Test: ["CMD", "check"] } };
    const answer = url.startsWith("/exec/")
      ? { Running: false, ExitCode: checkStatus }
      : { Id: "e1", State: state, RestartCount: 2, Config };
    response.end(JSON.stringify(answer));
  });
  await Promise.all(
    [alive, docker].map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))),
  );
});
afterAll(() => {
  alive.close();
  docker.close();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** A server that is this machine: Docker's socket and its commands are played. */
const link: Pick<Link, "connectTcp" | "connectUnix" | "exec"> = {
  connectTcp: (host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(socket));
      socket.once("error", reject);
    }),
  connectUnix: () => link.connectTcp("127.0.0.1", portOf(docker)),
  exec: async (command, { stdin } = {}) => ({
    code: String(stdin).includes("dial 10.0.0.9 ") ? 1 : 0,
    stdout:
      command === "docker exec stack-console ./console.sh getBlockNumber" ? "\n37\n\n" : "no such command\n",
    stderr: String(stdin).includes("dial 10.0.0.9 ") ? "bash: connect: No route to host\n" : "",
  }),
};

const running = { Status: "running", Running: true, ExitCode: 0 };

async function missing(seen: typeof state, ...checks: ReadyCheck[]): Promise<string[]> {
  state = seen;
  const server = {
    name: "u1",
    address: "10.0.0.1",
    ssh: { host: "10.0.0.1", port: 22, user: "root", hostKey: "" },
  };
  const look = await lookAtService(
    { name: "console", container: "stack-console", server, checks },
    { to: async () => link as Link },
  );
  return look.unmet.map(({ condition }) => condition);
}

const http = (path: string, matches?: string): ReadyCheck => ({
  kind: "http",
  host: "127.0.0.1",
  port: portOf(alive),
  path,
  ...(matches === undefined ? {} : { matches }),
});
const command = (name: string, matches: string): ReadyCheck => ({
  kind: "command",
  command: ["./console.sh", name],
  matches,
});

test("a container that runs and has nothing to be checked serves", async () => {
  expect(await missing(running)).toEqual([]);
});

test.each([
  { seen: { ...running, Status: "exited", Running: false, ExitCode: 1 }, says: "its container is exited" },
  { seen: { ...running, Health: { Status: "starting" } }, says: "its health check says starting" },
  { seen: { ...running, Health: { Status: "unhealthy" } }, says: "its health check says unhealthy" },
])("nothing is asked while $says", async ({ seen, says }) => {
  expect(await missing(seen, http("/service/alive"))).toEqual([says]);
});

test("a check that Docker has not run yet is run, and that decides", async () => {
  const starting = { ...running, Health: { Status: "starting" } };
  checkStatus = 0;
  asked = [];
  expect(await missing(starting, http("/service/alive"))).toEqual([]);
  expect(asked).toContain("POST /containers/stack-console/exec");
  expect(asked).toContain("POST /exec/e1/start");
  checkStatus = 1;
  expect(await missing(starting)).toEqual(["its health check says starting"]);
});

test("Docker's own check must be content, where there is one", async () => {
  expect(await missing({ ...running, Health: { Status: "healthy" } }, http("/service/alive"))).toEqual([]);
});

test("an HTTP answer must have status 200 and match the expression", async () => {
  expect(await missing(running, http("/service/alive", '"code":0'))).toEqual([]);
  expect(await missing(running, http("/other"))).toEqual(["/other answers 404"]);
  expect(await missing(running, http("/service/alive", '"code":1'))).toEqual([
    expect.stringMatching(/^\/service\/alive answers \{"code":0/),
  ]);
});

test("a command must print a line that matches, whatever its status", async () => {
  expect(await missing(running, command("getBlockNumber", "^\\d+$"))).toEqual([]);
  expect(await missing(running, command("getView", "^\\d+$"))).toEqual([
    "./console.sh getView: no such command",
  ]);
});

test("a port where nobody listens is told with the reason", async () => {
  const [why] = await missing(running, { kind: "tcp", host: "127.0.0.1", port: 1 });
  expect(why).toMatch(/^port 1: .*ECONNREFUSED/);
});

test("a container that does not reach its server is told, as after a second installation of Docker", async () => {
  expect(await missing(running, { kind: "inside", host: "10.0.0.1", port: 3306 })).toEqual([]);
  expect(await missing(running, { kind: "inside", host: "10.0.0.9", port: 3306 })).toEqual([
    expect.stringMatching(
      /^its container does not reach 10\.0\.0\.9:3306 \(bash: connect: No route to host\); restart Docker/,
    ),
  ]);
});
