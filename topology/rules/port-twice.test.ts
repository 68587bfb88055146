import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { portTwice } from "./port-twice.js";
import { pathsOf, settingsWith } from "./testing/stack.js";

const twoChaincodes = (port: number) => ({
  mycc: { image: "mycc", version: "1.0", policy: "OR('Org1MSP.peer')" },
  other: { image: "other", version: "1.0", policy: "OR('Org1MSP.peer')", port },
});

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.ordering.kafka.kafka2": { server: "k1", id: 2 } }, paths: [] },
  {
    change: {
      "fabric.ordering.kafka.kafka1": { server: "k1", id: 1, port: 9092 },
      "fabric.ordering.kafka.kafka2": { server: "k1", id: 2, port: 9092 },
    },
    paths: ["servers.k1"],
  },
  {
    change: {
      "fabric.ordering.kafka.kafka1": { server: "zk1", id: 1, port: 2181 },
      "fabric.ordering.zookeeper.zookeeper1": { server: "zk1", id: 1, port: 2181 },
    },
    paths: ["servers.zk1"],
  },
  { change: { "fabric.organizations.Org1.peers.peer1": "p1" }, paths: [] },
  { change: { "fabric.channels.mychannel.chaincodes": twoChaincodes(9998) }, paths: [] },
  {
    change: { "fabric.channels.mychannel.chaincodes": twoChaincodes(9999) },
    paths: ["servers.p3", "servers.p2", "servers.p1"],
  },
])("a port of a server belongs to one service: %j", ({ change, paths }) => {
  const plan = planNetwork(settingsWith(change), { stack: "test" });
  expect(pathsOf(portTwice, plan)).toEqual(paths);
});
