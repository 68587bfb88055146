import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent, startServer, type TestAgent, type TestServer } from "../hosts/ssh/test-server.js";
import { scanHostKeys } from "./scan.js";

let agent: TestAgent;
let server: TestServer;
beforeAll(async () => {
  agent = await startAgent();
  server = await startServer({ authorized: agent.publicKey });
});
afterAll(async () => {
  await server.close();
  await agent.close();
});

test("a server that answers shows its key with the fingerprint ssh-keygen prints; one that does not is left out", async () => {
  const { port, hostKey } = server.target;
  const [type = "", key = ""] = hostKey.split(" ");
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace("=", "");
  expect(await scanHostKeys(["127.0.0.1", "127.0.0.99"], { port })).toEqual([
    { address: "127.0.0.1", hostKey: `${type} ${key}`, fingerprint: `SHA256:${digest}` },
  ]);
});
