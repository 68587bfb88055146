import { expect, test } from "vitest";
import type { FabricStack } from "../fabric/rules/stack.js";
import { nameTwice } from "./name-twice.js";
import { bigServer, pathsOf, settingsWith } from "./testing/stack.js";

test.each([
  { change: {}, paths: [] },
  { change: { "servers.K1": bigServer("198.51.100.99") }, paths: ["servers.K1"] },
  {
    change: { "fabric.ordering.kafka.Kafka1": { server: "k1", id: 9 } },
    paths: ["fabric.ordering.kafka.Kafka1"],
  },
  {
    change: { "fabric.ordering.kafka.zookeeper1": { server: "k1", id: 9 } },
    paths: ["fabric.ordering.kafka.zookeeper1"],
  },
  { change: { "fabric.ordering.orderers.Orderer0": "o1" }, paths: ["fabric.ordering.orderers.Orderer0"] },
  {
    change: { "fabric.organizations.ORG1": { domain: "other.example.com", peers: { peer0: "p1" } } },
    paths: ["fabric.organizations.ORG1"],
  },
  {
    change: { "fabric.ordering.organization.name": "org1" },
    paths: ["fabric.organizations.Org1"],
  },
  { change: { "fabric.organizations.Org5.peers.BAR": "p1" }, paths: ["fabric.organizations.Org5.peers.BAR"] },
  { change: { "fabric.organizations.Org1.peers.bar": "p1" }, paths: [] },
  { change: { "fabric.organizations.Org1.users": ["admin"] }, paths: ["fabric.organizations.Org1.users[0]"] },
  {
    change: { "fabric.organizations.Org1.users": ["User1", "User1"] },
    paths: ["fabric.organizations.Org1.users[1]"],
  },
])("names differ in more than case: %j", ({ change, paths }) => {
  expect(pathsOf(nameTwice, settingsWith(change) as FabricStack)).toEqual(paths);
});
