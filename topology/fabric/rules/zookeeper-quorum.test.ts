import { expect, test } from "vitest";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import type { FabricStack } from "./stack.js";
import { zookeeperQuorum, zookeeperSingle } from "./zookeeper-quorum.js";

test.each([
  { tier: "production", count: 0, error: true, warning: false },
  { tier: "production", count: 1, error: true, warning: false },
  { tier: "production", count: 2, error: true, warning: false },
  { tier: "production", count: 3, error: false, warning: false },
  { tier: "production", count: 4, error: true, warning: false },
  { tier: "production", count: 5, error: false, warning: false },
  { tier: "production", count: 7, error: false, warning: false },
  { tier: "production", count: 9, error: true, warning: false },
  { tier: "economy", count: 1, error: true, warning: false },
  { tier: "trial", count: 1, error: false, warning: true },
  { tier: "trial", count: 2, error: true, warning: false },
  { tier: "trial", count: 3, error: false, warning: false },
  { tier: "trial", count: 4, error: true, warning: false },
])("$count ZooKeeper servers in $tier: error $error, warning $warning", ({ tier, count, error, warning }) => {
  const zookeeper = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`z${index + 1}`, { server: "zk1", id: index + 1 }]),
  );
  const stack = settingsWith({ tier, "fabric.ordering.zookeeper": zookeeper }) as FabricStack;
  expect(pathsOf(zookeeperQuorum, stack)).toEqual(error ? ["fabric.ordering.zookeeper"] : []);
  expect(pathsOf(zookeeperSingle, stack)).toEqual(warning ? ["fabric.ordering.zookeeper"] : []);
});
