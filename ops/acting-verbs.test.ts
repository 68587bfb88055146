import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BrokerServer } from "../hosts/ssh/broker.js";
import { manualStack } from "../topology/testing/stack.js";
import { Servers } from "./testing/ensemble.js";
import { callVerb } from "./testing.js";

/* The verbs as they are called, on servers of ours behind a broker. Their orderers and peers tell no height. */

let folder = "";
let file = "";
let servers: Servers;
let broker: BrokerServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "acting-verbs-"));
  file = join(folder, "Pulumi.dev.yaml");
  const config = Object.entries(manualStack()).map(([key, value]) => [`consortium:${key}`, value]);
  writeFileSync(file, JSON.stringify({ config: Object.fromEntries(config) }));
  servers = new Servers();
  broker = await servers.serve();
});
afterEach(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

function call([verb = "", ...args]: readonly string[], stdout?: number) {
  return callVerb([verb, "--file", file, ...args], { CONSORTIUM_SSH_BROKER: broker.path }, "", stdout);
}

/** Calls a verb for a program; gives its exit status and the one document that it prints. */
async function ask(...args: string[]): Promise<{ readonly status: unknown; readonly document: unknown }> {
  const { ended, printed } = call([...args, "--json"]);
  const status = await ended;
  return { status, document: JSON.parse(printed.stdout) };
}

const ledgers = [
  "orderer0.example.com",
  "orderer1.example.com",
  "orderer2.example.com",
  "peer0.org1.example.com",
  "bar.org5.example.com",
  "foo27.org5.example.com",
];
const all = () => servers.site.plan.services.map(({ name }) => name);
const asleep = {
  network: "3f9a",
  since: "2026-01-02T00:00:00.000Z",
  by: "anna@desk",
  heights: { "peer0.org1.example.com": { mychannel: 8 } },
};

describe("--json prints one document where nothing is done:", () => {
  afterEach(() => expect(servers.told).toEqual([]));

  test("hibernate --dry-run says what would be stopped", async () => {
    expect(await ask("hibernate", "--dry-run", "--force")).toEqual({
      status: 0,
      document: { stack: "dev", heights: {}, unread: ledgers, services: all(), stopped: [] },
    });
  }, 120_000);

  test("hibernate that refuses says which heights it cannot read", async () => {
    expect(await ask("hibernate", "--yes")).toEqual({
      status: 1,
      document: { stack: "dev", heights: {}, unread: ledgers, services: all(), stopped: [] },
    });
  }, 120_000);

  test("hibernate of a network that sleeps says since when, and the heights it had", async () => {
    servers.record = JSON.stringify(asleep);
    for (const container of servers.containers.values()) container.status = "exited";
    expect(await ask("hibernate", "--yes")).toEqual({
      status: 0,
      document: {
        stack: "dev",
        since: "2026-01-02T00:00:00.000Z",
        heights: { "peer0.org1.example.com": { mychannel: 8 } },
        unread: ledgers.filter((name) => name !== "peer0.org1.example.com"),
        services: [],
        stopped: [],
      },
    });
  }, 120_000);

  test("wake of a network that was not hibernated says so", async () => {
    expect(await ask("wake")).toEqual({
      status: 1,
      document: {
        stack: "dev",
        started: [],
        heights: [],
        awake: false,
        failed: expect.stringMatching(/^stack dev was not hibernated: no server holds a record\./),
      },
    });
  }, 120_000);

  const chaincode = "mycc-mychannel-bar.org5.example.com";

  test("stop --dry-run, and stop of what does not run", async () => {
    servers.containers.set("kafka1", { status: "exited" });
    expect(
      await Promise.all([ask("stop", chaincode, "--dry-run"), ask("stop", "kafka1", "--yes")]),
    ).toMatchObject([
      { status: 0, document: { services: [chaincode], stopped: [] } },
      { status: 0, document: { services: [], stopped: [] } },
    ]);
  }, 120_000);

  test("start --dry-run, and start of what runs", async () => {
    servers.containers.set("kafka1", { status: "exited" });
    expect(await Promise.all([ask("start", "kafka1", "--dry-run"), ask("start", chaincode)])).toMatchObject([
      { status: 0, document: { stopped: ["kafka1"], started: [] } },
      { status: 0, document: { stopped: [], started: [] } },
    ]);
  }, 120_000);

  test("restart --dry-run", async () => {
    expect(await ask("restart", chaincode, "--dry-run")).toMatchObject({
      status: 0,
      document: { order: [{ service: chaincode }], restarted: [] },
    });
  }, 120_000);
});

test("hibernate --json says what it stopped, also where one could not be stopped", async () => {
  servers.refused.add("kafka2");
  const { status, document } = await ask("hibernate", "--force", "--yes");
  const { since, services, stopped, failed } = document as Record<string, unknown>;
  expect([status, services]).toEqual([1, all()]);
  expect(JSON.parse(servers.record ?? "")).toMatchObject({ network: "3f9a", since });
  // Those of one wave end in any order.
  expect((stopped as { service: string }[]).map(({ service }) => service).sort()).toEqual(
    servers.told
      .map((line) => line.replace("stop ", ""))
      .filter((name) => name !== "kafka2")
      .sort(),
  );
  expect(failed).toContain("engine is busy");
}, 120_000);

describe("an acting verb goes on to its end when its output", () => {
  const chaincodes = [
    "stop mycc-mychannel-bar.org5.example.com",
    "stop mycc-mychannel-foo27.org5.example.com",
    "stop mycc-mychannel-peer0.org1.example.com",
  ];
  afterEach(() => {
    expect([...servers.told].sort()).toEqual(chaincodes);
    const [event, ...more] = readFileSync(join(folder, ".consortium/events.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect([JSON.parse(event ?? ""), more]).toMatchObject([{ verb: "stop", result: "done" }, []]);
  });

  test.each(["stdout", "stderr"] as const)(
    "has no reader any more (%s), and that is no failure",
    async (stream) => {
      const { child, ended } = call(["stop", "role:chaincode", "--yes"]);
      child[stream]?.destroy();
      expect(await ended).toBe(0);
    },
    120_000,
  );

  test("cannot be written, and that is one", async () => {
    const full = openSync("/dev/full", "w");
    const { ended, printed } = call(["stop", "role:chaincode", "--yes"], full);
    closeSync(full);
    expect(await ended).toBe(2);
    expect(printed.stderr).toMatch(/\nconsortium: the output could not be written: ENOSPC.*\n$/);
  }, 120_000);
});
