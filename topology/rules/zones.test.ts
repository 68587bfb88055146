import { expect, test } from "vitest";
import type { FabricStack } from "./subjects.js";
import { pathsOf, settingsWith } from "./test-stack.js";
import { sharedServer, singleZone } from "./zones.js";

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

test.each([
  { tier: "production", server: "k4", paths: [] },
  { tier: "production", server: "k1", paths: ["fabric.ordering.kafka.kafka4.server"] },
  { tier: "production", server: "zk1", paths: [] },
  { tier: "trial", server: "k1", paths: [] },
])("kafka4 on $server in $tier: $paths", ({ tier, server, paths }) => {
  const stack = settingsWith({ tier, "fabric.ordering.kafka.kafka4": { server, id: 4 } }) as FabricStack;
  expect(pathsOf(sharedServer, stack)).toEqual(paths);
});
