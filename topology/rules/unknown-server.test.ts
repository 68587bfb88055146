import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "./testing/stack.js";
import { unknownServer } from "./unknown-server.js";

test.each([
  { change: {}, paths: [] },
  {
    change: { "fabric.ordering.zookeeper.zookeeper1": { server: "zk9", id: 1 } },
    paths: ["fabric.ordering.zookeeper.zookeeper1.server"],
  },
  {
    change: { "fabric.ordering.kafka.kafka4": { server: "K4", id: 4 } },
    paths: ["fabric.ordering.kafka.kafka4.server"],
  },
  {
    change: { "fabric.ordering.orderers.orderer0": "nowhere" },
    paths: ["fabric.ordering.orderers.orderer0.server"],
  },
  {
    change: { "fabric.organizations.Org5.peers.bar": "p9" },
    paths: ["fabric.organizations.Org5.peers.bar.server"],
  },
  { change: { "images.registry": { server: "reg" } }, paths: ["images.registry.server"] },
  { change: { "images.registry": { server: "reg" }, fabric: undefined }, paths: ["images.registry.server"] },
])("a service stands on a server the stack knows: %j", ({ change, paths }) => {
  expect(pathsOf(unknownServer, settingsWith(change))).toEqual(paths);
});
