import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { idTwice } from "./id-twice.js";

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.ordering.kafka.kafka4.id": 1 }, paths: ["kafka.kafka4.id"] },
  { change: { "fabric.ordering.zookeeper.zookeeper3.id": 2 }, paths: ["zookeeper.zookeeper3.id"] },
  {
    change: { "fabric.ordering.kafka.kafka3.id": 1, "fabric.ordering.kafka.kafka4.id": 1 },
    paths: ["kafka.kafka3.id", "kafka.kafka4.id"],
  },
])("ids are unique in their cluster: %j", ({ change, paths }) => {
  expect(pathsOf(idTwice, fabricWith(change).ordering)).toEqual(paths);
});
