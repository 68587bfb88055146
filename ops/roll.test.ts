import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wavesOf } from "../topology/waves.js";
import type { Done } from "./power.js";
import { planRestart, roll } from "./roll.js";
import { selectServices } from "./selection.js";
import { Servers } from "./testing/ensemble.js";

let servers: Servers;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  servers = new Servers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const waves = (...patterns: string[]) =>
  wavesOf(servers.site.plan, selectServices(servers.site.plan, patterns));

/** Restarts the chosen services; gives how it ended and what came back. */
async function restart(...patterns: string[]) {
  const back: Done[] = [];
  let ended: string | undefined;
  roll(
    waves(...patterns),
    servers.site,
    () => {},
    (done) => back.push(done),
  ).then(
    () => {
      ended = "done";
    },
    (error: unknown) => {
      ended = error instanceof Error ? error.message : String(error);
    },
  );
  while (ended === undefined) await vi.advanceTimersByTimeAsync(500);
  return { ended, back: back.map(({ service }) => service) };
}

test("followers are restarted first and the leader last", async () => {
  servers.elect("FLF");
  expect(await restart("role:zookeeper")).toEqual({
    ended: "done",
    back: ["zookeeper1", "zookeeper3", "zookeeper2"],
  });
  expect(servers.told).toEqual(["restart zookeeper1", "restart zookeeper3", "restart zookeeper2"]);
});

test("one that is not ready is restarted before those that are", async () => {
  servers.elect("LFs");
  expect((await restart("role:zookeeper")).back).toEqual(["zookeeper3", "zookeeper2", "zookeeper1"]);
});

test("the first that does not come back ends it, and the ones after it are not touched", async () => {
  servers.elect("LFF");
  servers.broken.add("zookeeper2");
  const { ended, back } = await restart("role:zookeeper");
  expect(back).toEqual([]);
  expect(servers.told).toEqual(["restart zookeeper2"]);
  expect(ended).toContain("zookeeper cannot go on after zookeeper2: nothing new for 300 s");
  expect(ended).toContain("then run ./consortium restart again.");
});

test("the plan of a restart shows its order with reasons, and why it may not begin", async () => {
  servers.elect("LFs");
  const backWhen = "one leader that all others follow";
  expect(await planRestart(waves("role:zookeeper"), servers.site)).toEqual({
    order: [
      {
        service: "zookeeper3",
        server: "zk3",
        quorum: "zookeeper",
        reason:
          "not ready, so first: runs and does not serve yet (This ZooKeeper instance is not currently serving requests)",
        backWhen,
      },
      {
        service: "zookeeper2",
        server: "zk2",
        quorum: "zookeeper",
        reason: "serves, in planned order",
        backWhen,
      },
      { service: "zookeeper1", server: "zk1", quorum: "zookeeper", reason: "leader, so last", backWhen },
    ],
    warnings: [],
    refused: [],
  });
  expect((await planRestart(waves("zookeeper1"), servers.site)).refused).toEqual([
    "zookeeper: zookeeper1 cannot be spared now: 1 of 3 would be left, a majority is 2; bring back first: zookeeper3",
  ]);
  expect(servers.told).toEqual([]);
});
