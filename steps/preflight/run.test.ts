import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent, startServer, type TestAgent, type TestServer } from "../../hosts/ssh/test-server.js";
import { checks } from "./catalogue.js";
import { runPreflight } from "./run.js";
import { spec } from "./testing.js";

let agent: TestAgent;
let server: TestServer;
const before = process.env.SSH_AUTH_SOCK;

beforeAll(async () => {
  agent = await startAgent();
  server = await startServer({ authorized: agent.publicKey });
  process.env.SSH_AUTH_SOCK = agent.socket;
});

afterAll(async () => {
  if (before === undefined) delete process.env.SSH_AUTH_SOCK;
  else process.env.SSH_AUTH_SOCK = before;
  await server.close();
  await agent.close();
});

const specOf = (ssh: typeof server.target) => ({
  ...spec,
  server: { name: "k1", address: "10.0.1.21", ssh },
  dials: [],
});

test("a server that is reached is asked everything, and each row bears a documented check", async () => {
  const { rows } = await runPreflight(specOf(server.target));
  const names = rows.map(({ check }) => check);
  expect(names.filter((name) => !Object.hasOwn(checks, name))).toEqual([]);
  expect([...new Set(names)]).toEqual(
    expect.arrayContaining([
      "ssh",
      "system",
      "architecture",
      "processors",
      "memory",
      "disk size",
      "clock",
      "claim",
    ]),
  );
  expect(rows[0]).toMatchObject({ check: "ssh", verdict: "pass" });
});

test("another host key than the pinned one is the only row, and a failure", async () => {
  const other = await startServer({ authorized: agent.publicKey });
  const { rows } = await runPreflight(specOf({ ...server.target, hostKey: other.target.hostKey }));
  await other.close();
  expect(rows.map(({ check, verdict, found }) => `${verdict} ${check}: ${found}`)).toEqual([
    "fail ssh: another host key",
  ]);
});
