import { expect, test } from "vitest";
import { runRules } from "../../rules/rule.js";
import { pathsOf, settingsWith } from "../../rules/testing/stack.js";
import type { FabricStack } from "./stack.js";
import { sharedServer, singleZone, zoneMajority, zonePartial } from "./zones.js";

const names = ["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4"];

test.each([
  { tier: "production", zones: ["a", "b", "c"], warned: false },
  { tier: "production", zones: ["a", "b"], warned: true },
  { tier: "production", zones: [undefined], warned: true },
  { tier: "economy", zones: ["a"], warned: true },
  { tier: "trial", zones: ["a"], warned: false },
])("ordering in zones $zones in $tier is warned of: $warned", ({ tier, zones, warned }) => {
  const written = names.map((name, index) => [`servers.${name}.zone`, zones[index % zones.length]]);
  const stack = settingsWith({ tier, ...Object.fromEntries(written) }) as FabricStack;
  expect(pathsOf(singleZone, stack)).toEqual(warned ? ["servers"] : []);
});

test("brokers in 3 zones do not make up for ZooKeeper in one", () => {
  const stack = settingsWith({
    "servers.zk1.zone": "a",
    "servers.zk2.zone": "a",
    "servers.zk3.zone": "a",
    "servers.k1.zone": "a",
    "servers.k2.zone": "b",
    "servers.k3.zone": "c",
    "servers.k4.zone": "a",
  }) as FabricStack;
  expect(runRules([singleZone], stack).map(({ found }) => found)).toEqual(["ZooKeeper in a"]);
});

/** Five ZooKeeper servers, on zk1 to zk3, k1 and k2, in these zones. */
const fiveIn = (zones: readonly string[]) =>
  Object.fromEntries(
    ["zk1", "zk2", "zk3", "k1", "k2"].flatMap((server, index) => [
      [`servers.${server}.zone`, zones[index]],
      [`fabric.ordering.zookeeper.zookeeper${index + 1}`, { server, id: index + 1 }],
    ]),
  );

test.each([
  { tier: "production", zones: ["a", "b", "c", "a", "b"], warned: false },
  { tier: "production", zones: ["a", "a", "a", "b", "c"], warned: true },
  { tier: "trial", zones: ["a", "a", "a", "b", "c"], warned: false },
  { tier: "production", zones: ["a", "a", "a", "b", "b"], warned: false },
])("five ZooKeeper servers in zones $zones in $tier: a majority in one is warned of: $warned", (one) => {
  const stack = settingsWith({ tier: one.tier, ...fiveIn(one.zones) }) as FabricStack;
  expect(pathsOf(zoneMajority, stack)).toEqual(one.warned ? ["fabric.ordering.zookeeper"] : []);
});

test.each([
  { zones: ["a", "b", "c", "a"], paths: [] },
  { zones: [undefined, undefined, undefined, undefined], paths: [] },
  { zones: ["a", undefined, "c", "a"], paths: ["servers.k2.zone"] },
])("brokers' servers in zones $zones: $paths", ({ zones, paths }) => {
  const written = zones.map((zone, index) => [`servers.k${index + 1}.zone`, zone]);
  expect(pathsOf(zonePartial, settingsWith(Object.fromEntries(written)) as FabricStack)).toEqual(paths);
});

test.each([
  { tier: "production", server: "k4", paths: [] },
  { tier: "production", server: "k1", paths: ["fabric.ordering.kafka.kafka4.server"] },
  { tier: "production", server: "zk1", paths: [] },
  { tier: "trial", server: "k1", paths: [] },
])("kafka4 on $server in $tier: $paths", ({ tier, server, paths }) => {
  const stack = settingsWith({ tier, "fabric.ordering.kafka.kafka4": { server, id: 4 } }) as FabricStack;
  expect(pathsOf(sharedServer, stack)).toEqual(paths);
});
