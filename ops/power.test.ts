import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wavesOf } from "../topology/waves.js";
import { type Done, startWaves, stopWaves } from "./power.js";
import { selectServices } from "./selection.js";
import { actionCommand, containersNow } from "./site.js";
import { Servers } from "./testing/ensemble.js";

let servers: Servers;
/** What the work has told of. */
let done: Done[];
const told = (one: Done) => void done.push(one);
beforeEach(() => {
  done = [];
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  servers = new Servers();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const waves = (...patterns: string[]) =>
  wavesOf(servers.site.plan, selectServices(servers.site.plan, patterns));

/** The roles in the order in which they were told something, each once. */
const rolesTold = () => [
  ...new Set(
    servers.told.map(
      (line) => servers.site.plan.services.find(({ name }) => line.endsWith(` ${name}`))?.role,
    ),
  ),
];

test("a stop goes from chaincode back to ZooKeeper, and leaves alone what is stopped already", async () => {
  servers.containers.set("kafka2", { status: "exited" });
  await stopWaves(waves(), servers.site, () => {}, told);
  expect(rolesTold()).toEqual(["chaincode", "peer", "orderer", "kafka", "zookeeper"]);
  expect(servers.told).toHaveLength(15);
  expect(servers.told).not.toContain("stop kafka2");
  expect(done.find(({ service }) => service === "kafka1")).toMatchObject({ server: "k1", exitCode: 143 });
});

test("a service that Docker does not stop is an error, and earlier phases are not touched", async () => {
  servers.refused.add("orderer0.example.com");
  await expect(stopWaves(waves(), servers.site, () => {}, told)).rejects.toThrow(
    "stop of orderer0.example.com failed with exit status 1\nengine is busy",
  );
  expect(rolesTold()).toEqual(["chaincode", "peer", "orderer"]);
  // What was stopped all the same is told of.
  expect(done.map(({ service }) => service).sort()).toEqual([
    "bar.org5.example.com",
    "foo27.org5.example.com",
    "mycc-mychannel-bar.org5.example.com",
    "mycc-mychannel-foo27.org5.example.com",
    "mycc-mychannel-peer0.org1.example.com",
    "orderer1.example.com",
    "orderer2.example.com",
    "peer0.org1.example.com",
  ]);
});

test("a start waits until what was started serves", async () => {
  servers.elect("LFF");
  servers.containers.set("zookeeper3", { status: "exited" });
  await startWaves(waves("role:zookeeper"), servers.site, () => {}, told, { again: "" });
  expect(servers.told).toEqual(["start zookeeper3"]);
  expect(done).toMatchObject([{ service: "zookeeper3", server: "zk3" }]);
});

test("a server that does not answer stops everything before anything is done", async () => {
  servers.site.links.to = async () => {
    throw new Error("connection refused");
  };
  await expect(containersNow(servers.site.plan.services.slice(0, 1), servers.site)).rejects.toThrow(
    "not every server could be asked, so nothing was changed\n  zk1: connection refused",
  );
});

test.each([
  { action: "restart" as const, user: "root", command: "docker restart -t 60 dev-kafka1" },
  { action: "stop" as const, user: "deploy", command: "sudo -n docker stop -t 60 dev-kafka1" },
  { action: "start" as const, user: "root", command: "docker start dev-kafka1" },
])("$action by $user: $command", ({ action, user, command }) => {
  const kafka1 = servers.site.plan.services.find(({ name }) => name === "kafka1");
  if (!kafka1) throw new Error("no kafka1");
  expect(actionCommand(action, kafka1, user)).toBe(command);
});
