import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { runRules } from "./rule.js";
import { serverFits } from "./server-fits.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

// production/peer: 3 processors, 6 GiB, 200 GiB; production/chaincode: 0.5, 512 MiB, 1 GiB; the system keeps 512 MiB.
test.each([
  { cpus: 4, memory: "7GiB", disk: "201GiB", paths: [] },
  { cpus: 3, memory: "7GiB", disk: "201GiB", paths: ["servers.p1.cpus"] },
  { cpus: 4, memory: "7167MiB", disk: "201GiB", paths: ["servers.p1.memory"] },
  { cpus: 4, memory: "7GiB", disk: "200GiB", paths: ["servers.p1.disk"] },
  {
    cpus: 1,
    memory: "1GiB",
    disk: "1GiB",
    paths: ["servers.p1.cpus", "servers.p1.memory", "servers.p1.disk"],
  },
])(
  "a production peer and its chaincode on $cpus processors, $memory, $disk: $paths",
  ({ cpus, memory, disk, paths }) => {
    const settings = settingsWith({
      "servers.p1.cpus": cpus,
      "servers.p1.memory": memory,
      "servers.p1.disk": disk,
    });
    expect(pathsOf(serverFits, planNetwork(settings, { stack: "test" }))).toEqual(paths);
  },
);

test("the finding names the tier's rows and how often each is there", () => {
  const settings = settingsWith({
    "servers.k1.memory": "8GiB",
    "fabric.ordering.kafka.kafka2": { server: "k1", id: 2 },
  });
  const [finding] = runRules([serverFits], planNetwork(settings, { stack: "test" }));
  expect(finding).toMatchObject({
    path: "servers.k1.memory",
    found: "8GiB",
    allowed: "12800MiB or more: 2 x production/kafka 6GiB, 512MiB for the system",
  });
});

test("a server that runs nothing may be of any size", () => {
  const settings = settingsWith({
    "servers.k1.memory": "1MiB",
    "fabric.ordering.kafka.kafka1": { server: "k2", id: 1 },
  });
  expect(pathsOf(serverFits, planNetwork(settings, { stack: "test" }))).toEqual([]);
});
